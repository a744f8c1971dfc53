using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>A task's logger: what it logs goes where that of daemons goes, and, from Information on, to who has asked for the task. Logging never waits.</summary>
internal sealed class TaskLogger(ILogger log, ComponentContext task, ITaskFeedback feedback, IMetrics metrics, TimeProvider time) : ILogger
{
    private const int MostWaiting = 100;

    private int waiting;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        log.Log(logLevel, eventId, state, exception, formatter);
        if (logLevel is >= LogLevel.Information and < LogLevel.None && IsEnabled(logLevel))
        {
            Tell(new DaemonLogLine(task, logLevel, eventId, time.GetUtcNow(), formatter(state, exception), exception));
        }
    }

    private void Tell(DaemonLogLine line)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            metrics.CountDropped(DropReasons.LogQueueFull, 1, 0);
            return;
        }

        _ = TellAsync(line);
    }

    private async Task TellAsync(DaemonLogLine line)
    {
        try
        {
            await feedback.SendAsync(LogFeedback.Of(line), LogFeedbackJson.Default.LogFeedback);
        }
        catch (Exception)
        {
            // It is in the log in any case.
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
