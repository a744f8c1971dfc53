using System.Collections.Concurrent;
using CC.Sdk;
using CC.Sdk.Configuration;
using CC.Sdk.Options;
using Microsoft.Extensions.Logging;

namespace CC.Server.Plugins;

/// <summary>Runs daemons within the process for those that manage them, and stops all of them when the node stops.</summary>
internal sealed partial class HostedDaemons(Func<string, DaemonModel?> find, Func<DaemonModel, ComponentServices> services, Disposal disposal, ILogger logger)
    : IComponents, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, Task> running = new();
    private volatile TaskCompletionSource mayStart = NewGate();
    private CancellationToken deadline = CancellationToken.None;

    public T OptionsOf<T>(string section)
        where T : class, new()
    {
        var errors = new List<OptionError>();
        var options = OptionsBinder.Bind<T>(SectionOf(section), errors);
        return errors is [] ? options : throw new OptionsException(errors);
    }

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

    public async Task RunDaemonAsync(string section, CancellationToken cancellationToken)
    {
        await mayStart.Task.WaitAsync(cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        running[section] = ended.Task;
        try
        {
            if (!stopping.IsCancellationRequested)
            {
                await RunAsync(find(section) ?? throw Missing(section), either.Token);
            }
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
        await stopping.CancelAsync().WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Release();
        await Task.WhenAll(running.Values).WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var left = running.Where(run => !run.Value.IsCompleted).Select(run => run.Key).ToArray();
        foreach (var section in left)
        {
            Log.LeftBehind(logger, section);
        }

        return left is [];
    }

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(DaemonModel model, CancellationToken cancellationToken)
    {
        var daemon = await Task.Run(() => ComponentFactory.Create<IDaemon>(model.Component, model.Options, services(model)), CancellationToken.None);
        try
        {
            await Task.Run(() => daemon.RunAsync(cancellationToken), CancellationToken.None);
        }
        finally
        {
            await disposal.DisposeAsync(model.Section.Name, daemon, deadline);
        }
    }

    private IniSection SectionOf(string section) => find(section)?.Section ?? throw Missing(section);

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
