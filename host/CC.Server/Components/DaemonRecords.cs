using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>
/// Keeps record of how daemons run: counts starts and failures, tells of them, and has a daemon wait that fails too often. A daemon has failed if it has thrown, if
/// its process has crashed, or if it has returned without being told to. Thread-safe.
/// </summary>
/// <param name="patience">How long a daemon may take to end, once it was told to, before it is named.</param>
/// <param name="events">Told of failures, as <c>daemon.SECTION.failed</c>, and of what follows from them.</param>
/// <param name="counters">Where failures are counted.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of daemons that are not started any more, or do not end.</param>
internal sealed partial class DaemonRecords(Func<TimeSpan> patience, IEvents events, Counters counters, TimeProvider time, ILogger logger)
{
    /// <summary>How often it is said again that a daemon does not end.</summary>
    public static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, DaemonRecord> records = [];
    private readonly Dictionary<string, int> waiting = [];
    private readonly HashSet<string> overdue = [];
    private volatile bool isStopping;

    /// <summary>How a daemon is.</summary>
    public DaemonStanding Of(string section)
    {
        lock (gate)
        {
            var record = records.GetValueOrDefault(section) ?? new DaemonRecord();
            return record.Quarantine is { } quarantine ? new DaemonStanding(DaemonState.Quarantined, quarantine.Why, record.History)
                : overdue.Contains(section) ? new DaemonStanding(DaemonState.Waiting, "waiting for the one before, which does not end", record.History)
                : new DaemonStanding(record.IsRunning ? DaemonState.Running : waiting.ContainsKey(section) ? DaemonState.Waiting : DaemonState.Ended, "", record.History);
        }
    }

    /// <summary>A run is asked for. Waits for what it has to wait for, and then as long as the daemon is in quarantine.</summary>
    public async Task WaitAsync(string section, Task before, CancellationToken cancellationToken)
    {
        Count(section, +1);
        try
        {
            await before.WaitAsync(cancellationToken);
            await WhenReleased(section).WaitAsync(cancellationToken);
        }
        finally
        {
            Count(section, -1);
        }
    }

    /// <summary>Runs a daemon, and keeps record of how that ends.</summary>
    /// <param name="section">Its section.</param>
    /// <param name="limits">How often it may fail.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="told">Cancelled when it is told to end.</param>
    public async Task RunAsync(string section, DaemonLimits limits, Func<Task> run, CancellationToken told)
    {
        var record = Begin(section, limits);
        var began = time.GetTimestamp();
        var (why, word) = ("it has returned, though nobody has told it to", "failed");
        try
        {
            await EndAsync(section, run(), told);
            why = told.IsCancellationRequested ? null : why;
        }
        catch (Exception failure)
        {
            why = failure is OperationCanceledException && told.IsCancellationRequested ? null : FailureText.Of(failure);
            word = failure is DaemonCrashedException ? "crashed" : word;
            throw;
        }
        finally
        {
            End(section, record, why, word, time.GetElapsedTime(began));
        }
    }

    /// <summary>Begins anew with daemons that are others now; what failed before is forgiven, and those that waited for that may start.</summary>
    /// <param name="daemons">All that there are now.</param>
    /// <param name="changed">The sections that have changed.</param>
    public void Renew(IReadOnlyDictionary<string, DaemonModel> daemons, IReadOnlySet<string> changed)
    {
        lock (gate)
        {
            foreach (var (section, record) in records.ToArray())
            {
                if (!daemons.TryGetValue(section, out var model) || changed.Contains(section))
                {
                    records.Remove(section);
                    record.Release();
                }
                else if (record.Limits != model.Limits)
                {
                    record.Release();
                }
            }
        }
    }

    /// <summary>Lets a daemon start again that was in quarantine.</summary>
    public void Release(string section)
    {
        lock (gate)
        {
            RecordOf(section).Release();
        }

        Log.Released(logger, section);
        Tell(section, "released", "ended", "");
    }

    /// <summary>The node stops, and whoever stops it names those that do not end.</summary>
    public void Stop() => isStopping = true;

    /// <summary>
    /// Waits for the end of a run. One that does not end, though it was told to, is named when its time is over, and seldom after that. What is to follow it waits:
    /// code that does not heed its cancellation ends with the process only, and two runs at once might spoil what both of them write.
    /// </summary>
    private async Task EndAsync(string section, Task run, CancellationToken told)
    {
        await Task.WhenAny(run, Task.Delay(Timeout.Infinite, told));
        var since = time.GetTimestamp();
        for (var pause = patience(); !run.IsCompleted && !isStopping; pause = Reminder)
        {
            await run.WaitAsync(pause, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!run.IsCompleted && !isStopping)
            {
                Overdue(section, time.GetElapsedTime(since));
            }
        }

        await run;
    }

    private void Overdue(string section, TimeSpan since)
    {
        lock (gate)
        {
            overdue.Add(section);
        }

        Log.DoesNotEnd(logger, section, since.TotalSeconds);
    }

    private Task WhenReleased(string section)
    {
        lock (gate)
        {
            return RecordOf(section).WhenReleased;
        }
    }

    private void Count(string section, int change)
    {
        lock (gate)
        {
            waiting[section] = waiting.GetValueOrDefault(section) + change;
            if (waiting[section] == 0)
            {
                waiting.Remove(section);
            }
        }
    }

    private DaemonRecord Begin(string section, DaemonLimits limits)
    {
        lock (gate)
        {
            var record = RecordOf(section);
            (record.History, record.Limits, record.IsRunning) = (record.History.Begin(), limits, true);
            return record;
        }
    }

    private void End(string section, DaemonRecord record, string? why, string word, TimeSpan ranFor)
    {
        string? tooBad = null;
        lock (gate)
        {
            record.IsRunning = false;
            overdue.Remove(section);
            if (why is not null)
            {
                record.History = record.History.Fail(why, ranFor, record.Limits, time.GetUtcNow());
                tooBad = record.History.TooBad(record.Limits);
            }

            if (tooBad is not null)
            {
                record.PutInto(new Quarantine(tooBad, time.GetUtcNow()));
            }
        }

        if (why is not null)
        {
            Failed(section, why, word);
        }

        if (tooBad is not null)
        {
            Log.Quarantined(logger, section, tooBad);
            Tell(section, "quarantined", "quarantined", tooBad);
        }
    }

    /// <summary>Of a crash its process was told already.</summary>
    private void Failed(string section, string why, string word)
    {
        counters.Named($"daemon.{CounterSafe(section)}.{word}").Add(1);
        if (word == "failed")
        {
            events.Publish($"daemon.{section}.failed", new DaemonEvent(section, Environment.ProcessId, why), DaemonEventJson.Default.DaemonEvent);
        }
    }

    /// <summary>A line of the status file is <c>NAME: VALUE</c>, and sections are named <c>d:logtail</c> and the like.</summary>
    private static string CounterSafe(string section) => string.Concat(section.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_'));

    private void Tell(string section, string what, string state, string why) =>
        events.Publish($"daemon.{section}.{what}", new QuarantineEvent(section, state, why), QuarantineEventJson.Default.QuarantineEvent);

    /// <summary>With the lock held.</summary>
    private DaemonRecord RecordOf(string section) => records.TryGetValue(section, out var record) ? record : records[section] = new DaemonRecord();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Section} is not started any more: {Why}; it returns with a better build, a change of its section, or by plugin.release")]
        public static partial void Quarantined(ILogger logger, string section, string why);

        [LoggerMessage(2, LogLevel.Information, "{Section} may start again")]
        public static partial void Released(ILogger logger, string section);

        [LoggerMessage(3, LogLevel.Error, "{Section} was told to end {Seconds:0.#} s ago and does not; what is to follow it waits until it does, or the node is started again")]
        public static partial void DoesNotEnd(ILogger logger, string section, double seconds);
    }
}
