using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>A component's logger: the node does with the lines what it does with those of components within it.</summary>
internal sealed class ReportingLogger(ReportWriter reports, LogLevel least, TimeProvider time) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var text = formatter(state, exception);
            reports.Log(logLevel, eventId, time.GetUtcNow(), exception is null ? text : $"{text}\n{exception}");
        }
    }
}
