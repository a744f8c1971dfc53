using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CC.Sdk.Testing.Contracts;

/// <summary>Makes components as a node does, with fakes for what a node gives them.</summary>
internal static class ComponentMaker
{
    private static readonly Type[] Given =
    [
        typeof(ComponentContext), typeof(IMessages), typeof(IMetrics), typeof(IEvents), typeof(IComponents), typeof(TimeProvider), typeof(ILogger),
    ];

    /// <summary>Whether a component may ask for it in its constructor.</summary>
    public static bool IsGiven(Type type) => Given.Contains(type) || IsLogger(type);

    /// <summary>Makes a component; its constructor must return.</summary>
    public static async Task<object> MakeAsync(Type component, object? options, string section, TimeSpan patience)
    {
        var making = Task.Run(() => Make(component, options, section));
        try
        {
            return await making.WaitAsync(patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ContractViolation($"the constructor of {component} has not returned within {patience.TotalSeconds:0} s; do what takes long in RunAsync, or beside");
        }
    }

    /// <summary>Ends a component the way it knows, which must come to its end as well.</summary>
    public static async Task EndAsync(object component, TimeSpan patience)
    {
        var ending = OwnCall.Start(() => component switch
        {
            IAsyncDisposable asynchronous => asynchronous.DisposeAsync().AsTask(),
            IDisposable disposable => Dispose(disposable),
            _ => Task.CompletedTask,
        });
        await ending.Ended.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ending.Ended.IsCompleted)
        {
            throw new ContractViolation($"{component.GetType()} has not been disposed within {patience.TotalSeconds:0} s; don't wait there for what may never come");
        }

        if (ending.Ended.Exception?.InnerException is { } crash)
        {
            throw new ContractViolation($"{component.GetType()} throws {crash.GetType().Name} when it is disposed ({crash.Message}); it must end without");
        }
    }

    private static Task Dispose(IDisposable disposable)
    {
        disposable.Dispose();
        return Task.CompletedTask;
    }

    private static object Make(Type component, object? options, string section)
    {
        var arguments = component.GetConstructors().Single().GetParameters().Select(parameter => Argument(parameter.ParameterType, options, section)).ToArray();
        try
        {
            return Activator.CreateInstance(component, arguments)!;
        }
        catch (System.Reflection.TargetInvocationException thrown)
        {
            throw new ContractViolation($"{component} can't be made with the sample's [{section}]: {thrown.InnerException!.Message} ({thrown.InnerException.GetType().Name})");
        }
    }

    private static object Argument(Type type, object? options, string section) => type switch
    {
        _ when type == options?.GetType() => options,
        _ when type == typeof(ComponentContext) => new ComponentContext(section, "contract", "testhost"),
        _ when type == typeof(IMessages) => new FakeMessages(),
        _ when type == typeof(IMetrics) => new FakeMetrics(),
        _ when type == typeof(IEvents) => new FakeEvents(),
        _ when type == typeof(IComponents) => new IdleComponents(),
        _ when type == typeof(TimeProvider) => TimeProvider.System,
        _ when type == typeof(ILogger) => NullLogger.Instance,
        _ when IsLogger(type) => Activator.CreateInstance(typeof(NullLogger<>).MakeGenericType(type.GetGenericArguments()))!,
        _ => throw new ContractViolation($"a constructor asks for {type}, which a component can't have"),
    };

    private static bool IsLogger(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ILogger<>);
}
