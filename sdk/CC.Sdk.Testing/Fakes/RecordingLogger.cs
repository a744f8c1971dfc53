using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CC.Sdk.Testing.Fakes;

/// <summary>Remembers what is logged. Thread-safe.</summary>
public sealed class RecordingLogger<T> : ILogger<T>
{
    /// <summary>What was logged, in order.</summary>
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception)));
}
