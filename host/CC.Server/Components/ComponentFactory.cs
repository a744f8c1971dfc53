using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>Makes components: gives the constructor what it asks for. Nothing of the host keeps hold of the plugin's types.</summary>
internal static class ComponentFactory
{
    /// <summary>
    /// Makes a component, and has it test itself. The constructor runs beside, since it may block; a component that is there too late is ended again.
    /// </summary>
    /// <exception cref="ComponentException">The constructor, or the self-test, throws, or has not returned when it is to.</exception>
    public static async Task<Made<T>> MakeAsync<T>(Component component, object? options, ComponentServices services, Disposal disposal, CancellationToken deadline)
        where T : class
    {
        var section = services.Context.Section;
        var making = Task.Run(() => Make<T>(component, options, services), CancellationToken.None);
        try
        {
            var made = await making.WaitAsync(deadline);
            await TestAsync(made, component, section, disposal, deadline);
            return made;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            _ = EndLateAsync(making, disposal);
            throw new ComponentException($"[{section}] {component.Name} can't be made: its constructor has not returned in time");
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
            throw new ComponentException($"[{services.Context.Section}] {component.Name} can't be made: {Reason(failure, out var cause)}", cause);
        }
    }

    private static Made<T> Make<T>(Component component, object? options, ComponentServices services)
        where T : class
    {
        var section = services.Context.Section;
        using var making = component.Uses.Begin($"the constructor of {component.Name} for [{section}] has not returned");
        var scoped = services.Scoped();
        try
        {
            return new Made<T>(Create<T>(component, options, scoped), scoped, component.Uses.Begin($"the {component.Kind.ToString().ToLowerInvariant()} of [{section}] has not ended"));
        }
        catch
        {
            scoped.Dispose();
            throw;
        }
    }

    private static async Task TestAsync<T>(Made<T> made, Component component, string section, Disposal disposal, CancellationToken deadline)
        where T : class
    {
        if (made.Component is not ISelfTest test)
        {
            return;
        }

        var testing = Task.Run(() => test.TestAsync(deadline), CancellationToken.None);
        try
        {
            await testing.WaitAsync(deadline);
        }
        catch (Exception failure)
        {
            var isLate = deadline.IsCancellationRequested && failure is OperationCanceledException;
            await made.EndAsync(disposal, testing.IsCompleted, CancellationToken.None);
            throw new ComponentException($"[{section}] {component.Name} has failed its self-test: {(isLate ? "it has not returned in time" : Reason(failure, out _))}", failure);
        }
    }

    private static async Task EndLateAsync<T>(Task<Made<T>> making, Disposal disposal)
        where T : class
    {
        try
        {
            await (await making).EndAsync(disposal, isIdle: true, CancellationToken.None);
        }
        catch (ComponentException)
        {
            // There is nothing to end.
        }
    }

    private static string Reason(Exception failure, out Exception cause)
    {
        cause = FailureText.Cause(failure);
        return FailureText.Of(cause);
    }

    private static object Argument(Type type, object? options, ComponentServices services) =>
        type switch
        {
            _ when type == options?.GetType() => options,
            _ when type == typeof(ComponentContext) => services.Context,
            _ when type == typeof(IMessages) => services.Messages,
            _ when type == typeof(IMetrics) => services.Metrics,
            _ when type == typeof(IComponents) => services.Components,
            _ when type == typeof(IEvents) => services.Events,
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
