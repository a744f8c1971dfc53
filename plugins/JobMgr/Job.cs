using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr;

/// <summary>Keeps one daemon running until it is stopped.</summary>
internal sealed partial class Job
{
    private readonly string section;
    private readonly IComponents components;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Task running;
    private CancellationTokenSource run;

    /// <summary>Starts the daemon as soon as another one, of the same section, has ended.</summary>
    public Job(string section, IComponents components, TimeProvider time, ILogger logger, Task after)
    {
        this.section = section;
        this.components = components;
        this.time = time;
        this.logger = logger;
        run = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        running = Task.Run(() => RunAsync(after));
    }

    /// <summary>Has the daemon end and start anew, with the configuration that holds then; does not wait for it.</summary>
    public void Restart()
    {
        lock (gate)
        {
            run.Cancel();
        }
    }

    /// <summary>Has the daemon end; completes when it has.</summary>
    public Task StopAsync()
    {
        stopping.Cancel();
        return running;
    }

    private async Task RunAsync(Task after)
    {
        await after;
        for (var starts = 1; !stopping.IsCancellationRequested;)
        {
            var started = time.GetTimestamp();
            var failure = await RunOnceAsync(run.Token);
            if (!run.IsCancellationRequested)
            {
                (var delay, starts) = Watchdog.Decide(Options(), starts, time.GetElapsedTime(started));
                Log.Ended(logger, failure, section, delay.TotalSeconds);
                await Task.Delay(delay, time, run.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (failure is not null)
            {
                Log.FailedEnding(logger, failure, section);
            }

            starts = BeginAnew() ? 1 : starts;
        }
    }

    /// <summary>What the daemon threw, or null if it returned or was stopped.</summary>
    private async Task<Exception?> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            Log.Starting(logger, section);
            await components.RunDaemonAsync(section, cancellationToken);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    /// <summary>Makes ready for the next run; true if the last one was told to end.</summary>
    private bool BeginAnew()
    {
        lock (gate)
        {
            if (!run.IsCancellationRequested)
            {
                return false;
            }

            run.Dispose();
            run = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            return true;
        }
    }

    /// <summary>A section that was removed a moment ago has none; then the job is about to be stopped.</summary>
    private WatchdogOptions Options()
    {
        try
        {
            return components.OptionsOf<WatchdogOptions>(section);
        }
        catch (OptionsException)
        {
            return new WatchdogOptions();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "starting {Section}")]
        public static partial void Starting(ILogger logger, string section);

        [LoggerMessage(2, LogLevel.Warning, "{Section} has ended; it is started again in {Seconds} s")]
        public static partial void Ended(ILogger logger, Exception? failure, string section, double seconds);

        [LoggerMessage(3, LogLevel.Warning, "{Section} failed while it was stopped")]
        public static partial void FailedEnding(ILogger logger, Exception failure, string section);
    }
}
