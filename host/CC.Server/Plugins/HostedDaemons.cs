using System.Collections.Concurrent;
using CC.Sdk;
using CC.Sdk.Options;
using CC.Server.Configuration;

namespace CC.Server.Plugins;

/// <summary>Runs daemons within the process for those that manage them, and stops all of them when the node stops.</summary>
internal sealed class HostedDaemons(Func<NodeConfiguration> configuration, Func<ComponentContext, ComponentServices> services) : IComponents, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<Task, bool> running = new();

    public T OptionsOf<T>(string section)
        where T : class, new()
    {
        var errors = new List<OptionError>();
        var file = configuration().Source;
        var options = OptionsBinder.Bind<T>(file.Find(section) ?? throw Missing(section), errors);
        return errors is [] ? options : throw new OptionsException(errors);
    }

    /// <summary>Lets daemons run, now that what they send has somewhere to go.</summary>
    public void Start() => started.TrySetResult();

    public async Task RunDaemonAsync(string section, CancellationToken cancellationToken)
    {
        await started.Task.WaitAsync(cancellationToken);
        var model = configuration().Daemons.GetValueOrDefault(section) ?? throw Missing(section);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        var run = RunAsync(model, either.Token);
        running[run] = true;
        try
        {
            await run;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The node stops, and with it, soon, whoever runs the daemon: there is nothing to tell.
        }
        finally
        {
            running.TryRemove(run, out _);
        }

        if (stopping.IsCancellationRequested)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    /// <summary>Cancels all daemons and waits for them to end.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        await stopping.CancelAsync();
        started.TrySetResult();
        await Task.WhenAll(running.Keys).WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(DaemonModel model, CancellationToken cancellationToken)
    {
        var jobName = model.Section.Find("job_name")!.Value;
        var context = new ComponentContext(model.Section.Name, jobName, model.Section.Find("host_name")!.Value);
        var daemon = ComponentFactory.Create<IDaemon>(model.Component, model.Options, services(context));
        try
        {
            await Task.Run(() => daemon.RunAsync(cancellationToken), CancellationToken.None);
        }
        finally
        {
            await Disposal.DisposeAsync(daemon);
        }
    }

    private OptionsException Missing(string section) =>
        new([new OptionError(configuration().Source.Name, section, "", null, "is no daemon's section")]);
}
