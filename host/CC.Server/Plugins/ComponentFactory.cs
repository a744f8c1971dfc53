using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Server.Plugins;

/// <summary>Makes components: gives the constructor what it asks for. Nothing of the host keeps hold of the plugin's types.</summary>
internal static class ComponentFactory
{
    /// <summary>Has the constructor run beside, since it may block. One that returns too late has its component given to <paramref name="late"/>.</summary>
    /// <exception cref="ComponentException">The constructor throws, or has not returned when it is to.</exception>
    public static async Task<T> CreateAsync<T>(Component component, object? options, ComponentServices services, Func<T, Task> late, CancellationToken deadline)
    {
        var making = Task.Run(() => Create<T>(component, options, services), CancellationToken.None);
        try
        {
            return await making.WaitAsync(deadline);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            _ = EndLateAsync(making, late);
            throw new ComponentException($"[{services.Context.Section}] {component.Name} can't be made: its constructor has not returned in time");
        }
    }

    /// <exception cref="ComponentException">The constructor throws.</exception>
    public static T Create<T>(Component component, object? options, ComponentServices services)
    {
        try
        {
            var arguments = component.Constructor.GetParameters()
                .Select(parameter => Argument(parameter.ParameterType, options, services))
                .ToArray();
            return (T)Activator.CreateInstance(component.Type, arguments)!;
        }
        catch (Exception failure)
        {
            var cause = failure is System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : failure;
            throw new ComponentException($"[{services.Context.Section}] {component.Name} can't be made: {cause.Message} ({cause.GetType().Name})", cause);
        }
    }

    private static async Task EndLateAsync<T>(Task<T> making, Func<T, Task> late)
    {
        try
        {
            await late(await making);
        }
        catch (ComponentException)
        {
            // There is nothing to end.
        }
    }

    private static object Argument(Type type, object? options, ComponentServices services) =>
        type switch
        {
            _ when type == options?.GetType() => options,
            _ when type == typeof(ComponentContext) => services.Context,
            _ when type == typeof(IMessages) => services.Messages,
            _ when type == typeof(IMetrics) => services.Metrics,
            _ when type == typeof(IComponents) => services.Components,
            _ when type == typeof(TimeProvider) => services.Time,
            _ when type == typeof(ILogger) => services.Logger,
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ILogger<>) =>
                Activator.CreateInstance(typeof(ComponentLogger<>).MakeGenericType(type.GetGenericArguments()), services.Logger)!,
            _ => throw new InvalidOperationException($"its constructor asks for {type}, which a component can't have"),
        };

    /// <summary>A logger under the section's name, whatever class asks for it.</summary>
    private sealed class ComponentLogger<T>(ILogger logger) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Log(logLevel, eventId, state, exception, formatter);
    }
}
