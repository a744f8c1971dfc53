using System.Collections.Concurrent;
using CC.Sdk;
using CC.Sdk.Configuration;
using CC.Sdk.Options;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>Runs daemons for those that manage them, within the process or beside it, and stops all of them when the node stops.</summary>
/// <param name="find">The daemon that a section configures.</param>
/// <param name="services">What a daemon within the process can ask for.</param>
/// <param name="isolated">Runs a daemon in a process of its own.</param>
/// <param name="triedElsewhere">Makes a daemon in a process of its own, to see whether it can be made.</param>
/// <param name="describe">What a manager may know of a section.</param>
/// <param name="disposal">Ends daemons.</param>
/// <param name="records">Keeps record of how they run.</param>
/// <param name="logger">Told of daemons that do not end as they should.</param>
internal sealed partial class HostedDaemons(
    Func<string, DaemonModel?> find,
    Func<DaemonModel, ComponentServices> services,
    Func<DaemonModel, CancellationToken, Task> isolated,
    Func<DaemonModel, CancellationToken, Task> triedElsewhere,
    Func<DaemonModel, ManagedSection> describe,
    Disposal disposal,
    DaemonRecords records,
    ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, Task> running = [];
    private readonly ConcurrentDictionary<string, IFileCarrier> carriers = new();
    private volatile TaskCompletionSource mayStart = NewGate();
    private CancellationToken deadline = CancellationToken.None;

    public T OptionsOf<T>(string section)
        where T : class, new()
    {
        var errors = new List<OptionError>();
        var options = OptionsBinder.Bind<T>(IniOf(section), errors);
        return errors is [] ? options : throw new OptionsException(errors);
    }

    /// <summary>The daemon of a section, if it runs within the process and carries files.</summary>
    public IFileCarrier? CarrierOf(string section) => carriers.GetValueOrDefault(section);

    /// <summary>Starts no daemon until <see cref="Release"/>, while it is not settled which ones there are, and while what they send has nowhere to go.</summary>
    public void Hold()
    {
        if (mayStart.Task.IsCompleted)
        {
            mayStart = NewGate();
        }
    }

    /// <summary>Lets daemons start.</summary>
    public void Release() => mayStart.TrySetResult();

    /// <summary>Makes daemons, where they are to run, to see whether they can be made, and does not run them. As many at once as there are processors: processes take a while to begin.</summary>
    /// <exception cref="ComponentException">One can't.</exception>
    public Task TryOutAsync(IEnumerable<DaemonModel> models, CancellationToken limit) => Parallel.ForEachAsync(models, async (model, othersFailed) =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, othersFailed);
        await TryOutAsync(model, either.Token);
    });

    private async Task TryOutAsync(DaemonModel model, CancellationToken limit)
    {
        if (model.IsProgram)
        {
            return; // To start it is the only way to try it, and the one before still runs.
        }

        if (RunsElsewhere(model))
        {
            await triedElsewhere(model, limit); // Its constructor is no safer here than the rest of it.
            return;
        }

        var daemon = await ComponentFactory.MakeAsync<IDaemon>(model.Component, model.Options, services(model), disposal, limit);
        await daemon.EndAsync(disposal, isIdle: true, limit);
    }

    public ManagedSection SectionOf(string section) => describe(find(section) ?? throw Missing(section));

    public Task RunDaemonAsync(string section, CancellationToken cancellationToken) => RunInTurnAsync(section, RunAsync, cancellationToken);

    public Task RunDaemonAsync(string section, Func<ManagedSection, CancellationToken, Task> program, CancellationToken cancellationToken) =>
        RunInTurnAsync(
            section,
            (model, stop) => model.IsProgram ? records.RunAsync(section, model.Limits, () => program(describe(model), stop), stop) : RunAsync(model, stop),
            cancellationToken);

    /// <remarks>Two runs of one section never overlap: each waits for those before it to end, whoever asked for them.</remarks>
    private async Task RunInTurnAsync(string section, Func<DaemonModel, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = Follow(section, ended.Task);
        try
        {
            await records.WaitAsync(section, Task.WhenAll(before, mayStart.Task), either.Token);
            await mayStart.Task.WaitAsync(either.Token);
            either.Token.ThrowIfCancellationRequested();
            await run(find(section) ?? throw Missing(section), either.Token);
        }
        catch (Exception failure) when (stopping.IsCancellationRequested)
        {
            // Who runs the daemon is stopped soon as well, and must not take this for a reason to start it again.
            if (failure is not OperationCanceledException)
            {
                Log.FailedStopping(logger, failure, section);
            }
        }
        finally
        {
            ended.SetResult();
        }

        if (stopping.IsCancellationRequested)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    /// <summary>Cancels all daemons and waits for them to end. False if any has not by the deadline.</summary>
    public async Task<bool> StopAsync(CancellationToken limit)
    {
        deadline = limit;
        records.Stop();
        await stopping.CancelAsync().WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Release();
        await WhenEndedAsync().WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var left = StillRunning();
        foreach (var section in left)
        {
            Log.LeftBehind(logger, section);
        }

        return left is [];
    }

    public void Dispose() => stopping.Dispose();

    /// <summary>Puts a run behind those of the same section that have not ended; returns what it has to wait for.</summary>
    private Task Follow(string section, Task ended)
    {
        lock (running)
        {
            var before = running.GetValueOrDefault(section, Task.CompletedTask);
            running[section] = before.IsCompleted ? ended : Task.WhenAll(before, ended);
            return before;
        }
    }

    private Task WhenEndedAsync()
    {
        lock (running)
        {
            return Task.WhenAll(running.Values);
        }
    }

    private string[] StillRunning()
    {
        lock (running)
        {
            return [.. running.Where(run => !run.Value.IsCompleted).Select(run => run.Key)];
        }
    }

    private Task RunAsync(DaemonModel model, CancellationToken cancellationToken) => records.RunAsync(
        model.Section.Name, model.Limits, () => RunsElsewhere(model) ? isolated(model, cancellationToken) : RunWithinAsync(model, cancellationToken), cancellationToken);

    private static bool RunsElsewhere(DaemonModel model) => model.Isolation is not null && !model.Component.IsVacant;

    private async Task RunWithinAsync(DaemonModel model, CancellationToken cancellationToken)
    {
        var daemon = await ComponentFactory.MakeAsync<IDaemon>(model.Component, model.Options, services(model), disposal, CancellationToken.None);
        try
        {
            if (daemon.Component is IFileCarrier carrier)
            {
                carriers[model.Section.Name] = carrier;
            }

            await Task.Run(() => daemon.Component.RunAsync(cancellationToken), CancellationToken.None);
        }
        finally
        {
            carriers.TryRemove(model.Section.Name, out _);
            await daemon.EndAsync(disposal, isIdle: true, deadline);
        }
    }

    private IniSection IniOf(string section) => find(section)?.Section ?? throw Missing(section);

    private static OptionsException Missing(string section) =>
        new([new OptionError("", section, "", null, "is no daemon's section")]);

    private static TaskCompletionSource NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Section} failed while it was stopped")]
        public static partial void FailedStopping(ILogger logger, Exception failure, string section);

        [LoggerMessage(2, LogLevel.Error, "{Section} has not stopped in time, and is left behind")]
        public static partial void LeftBehind(ILogger logger, string section);
    }
}
