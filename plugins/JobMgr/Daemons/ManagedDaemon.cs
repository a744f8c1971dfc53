using CC.Plugins.JobMgr.Bodies;
using CC.Plugins.JobMgr.Programs;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr.Daemons;

/// <summary>Keeps one daemon running until it is stopped.</summary>
internal sealed partial class ManagedDaemon
{
    private readonly string section;
    private readonly DaemonSurroundings around;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Task running;
    private CancellationTokenSource run;
    private TaskCompletionSource? hold;
    private PingWatch? watch;

    /// <summary>Starts the daemon as soon as another one, of the same section, has ended.</summary>
    public ManagedDaemon(string section, DaemonSurroundings around, Task after)
    {
        this.section = section;
        this.around = around;
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

    /// <summary>Has the daemon end, and not start before <see cref="Release"/>; does not wait for it.</summary>
    public void Hold()
    {
        lock (gate)
        {
            hold ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            run.Cancel();
        }
    }

    /// <summary>Has the daemon start again that is held.</summary>
    public void Release()
    {
        lock (gate)
        {
            hold?.TrySetResult();
            hold = null;
        }
    }

    /// <summary>Whether the daemon runs: it has started, and has not ended.</summary>
    public bool IsRunning
    {
        get
        {
            lock (gate)
            {
                return watch is not null;
            }
        }
    }

    /// <summary>What the daemon is doing, in a word: <c>running</c>, <c>stopped</c>, or <c>waiting</c> to be started again.</summary>
    public string State
    {
        get
        {
            lock (gate)
            {
                return watch is not null ? "running" : hold is not null ? "stopped" : "waiting";
            }
        }
    }

    /// <summary>The daemon is alive.</summary>
    public void Ping()
    {
        lock (gate)
        {
            watch?.Ping();
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
        for (var starts = 1; await MayRunAsync();)
        {
            var started = around.Time.GetTimestamp();
            var failure = await RunWatchedAsync(run.Token);
            if (!run.IsCancellationRequested)
            {
                (var delay, starts) = Watchdog.Decide(Options(), starts, around.Time.GetElapsedTime(started));
                Tell(failure, delay);
                await Task.Delay(delay, around.Time, run.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (failure is not null)
            {
                Log.FailedEnding(around.Logger, failure, section);
            }

            starts = BeginAnew() ? 1 : starts;
        }
    }

    /// <summary>False when the daemon is to run no more; waits for as long as it is held.</summary>
    private async Task<bool> MayRunAsync()
    {
        Task released;
        lock (gate)
        {
            released = hold?.Task ?? Task.CompletedTask;
        }

        await released.WaitAsync(stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    /// <summary>What the daemon threw, or null if it returned or was stopped.</summary>
    private async Task<Exception?> RunWatchedAsync(CancellationToken cancellationToken)
    {
        using var listening = new PingWatch(() => Options().PingTimeout, around.Time, cancellationToken);
        Listen(listening);
        try
        {
            var failure = await RunOnceAsync(listening.Stop);
            return listening.Silence is { } silence && !cancellationToken.IsCancellationRequested ? new DaemonHungException(silence) : failure;
        }
        finally
        {
            Listen(null);
        }
    }

    private async Task<Exception?> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            Log.Starting(around.Logger, section);
            await around.Components.RunDaemonAsync(section, RunProgramAsync, cancellationToken);
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

    private Task RunProgramAsync(ManagedSection managed, CancellationToken cancellationToken) =>
        new ProgramRun(managed, around.Components.OptionsOf<DaemonOptions>(section), around).RunAsync(cancellationToken);

    private void Tell(Exception? failure, TimeSpan delay)
    {
        switch (failure)
        {
            case ProgramException program:
                Log.ProgramEnded(around.Logger, section, program.Message, delay.TotalSeconds);
                around.Events.Publish($"daemon.{section}.crashed", new DaemonEvent(section, program.Process, program.Message), JobJson.Default.DaemonEvent);
                break;
            case DaemonHungException hung:
                Log.Hung(around.Logger, section, hung.Message, delay.TotalSeconds);
                around.Events.Publish($"daemon.{section}.hung", new DaemonEvent(section, 0, hung.Message), JobJson.Default.DaemonEvent);
                break;
            default:
                Log.Ended(around.Logger, failure, section, delay.TotalSeconds);
                break;
        }
    }

    private void Listen(PingWatch? listening)
    {
        lock (gate)
        {
            watch = listening;
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
    private DaemonOptions Options()
    {
        try
        {
            return around.Components.OptionsOf<DaemonOptions>(section);
        }
        catch (OptionsException)
        {
            return new DaemonOptions();
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

        [LoggerMessage(4, LogLevel.Warning, "{Section}: {Why}; it is started again in {Seconds} s")]
        public static partial void ProgramEnded(ILogger logger, string section, string why, double seconds);

        [LoggerMessage(5, LogLevel.Warning, "{Section} was ended: {Why}; it is started again in {Seconds} s")]
        public static partial void Hung(ILogger logger, string section, string why, double seconds);
    }
}
