using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr;

/// <summary>Keeps one daemon running until it is stopped.</summary>
internal sealed partial class Job : IAsyncDisposable
{
    private readonly string section;
    private readonly IComponents components;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public Job(string section, IComponents components, TimeProvider time, ILogger logger)
    {
        this.section = section;
        this.components = components;
        this.time = time;
        this.logger = logger;
        running = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var starts = 1;
        while (!stopping.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            var failure = await RunOnceAsync();
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            var options = components.OptionsOf<WatchdogOptions>(section);
            (var delay, starts) = Watchdog.Decide(options, starts, time.GetElapsedTime(started));
            Log.Ended(logger, failure, section, delay.TotalSeconds);
            await Task.Delay(delay, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What the daemon threw, or null if it returned or was stopped.</summary>
    private async Task<Exception?> RunOnceAsync()
    {
        try
        {
            Log.Starting(logger, section);
            await components.RunDaemonAsync(section, stopping.Token);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "starting {Section}")]
        public static partial void Starting(ILogger logger, string section);

        [LoggerMessage(2, LogLevel.Warning, "{Section} has ended; it is started again in {Seconds} s")]
        public static partial void Ended(ILogger logger, Exception? failure, string section, double seconds);
    }
}
