using System.ComponentModel;
using CC.Sdk;
using CC.Server.Components;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>Runs daemons in processes of their own, and tries them out there: a crash of one ends that process and nothing else.</summary>
/// <param name="node">What the processes are told of their node.</param>
/// <param name="children">Starts them.</param>
/// <param name="events">Told of each process that ends as it should not, as <c>daemon.SECTION.crashed</c>.</param>
/// <param name="loggers">The node's log.</param>
internal sealed class IsolatedDaemons(Func<NodeAddress> node, ChildRunner children, IEvents events, ILoggerFactory loggers)
{
    /// <summary>Runs a daemon to its end, as one within the process would: returns when it returns, and throws when it fails.</summary>
    /// <exception cref="DaemonCrashedException">It has failed, or its process has crashed.</exception>
    /// <exception cref="OperationCanceledException">It was told to end, and has.</exception>
    public async Task RunAsync(DaemonModel model, CancellationToken cancellationToken)
    {
        var section = model.Section.Name;
        using var running = model.Component.Uses.Begin($"the daemon of [{section}] has not ended");
        var order = ChildOrder.For(model, node(), loggers.CreateLogger(section), isTrial: false);
        var end = await children.LetRunAsync(order, model.Isolation!, order.Grace, feedback: null, cancellationToken);
        if (end is { ExitCode: not 0, Killed: false })
        {
            var why = ExitReason.Of(end.ExitCode);
            events.Publish($"daemon.{section}.crashed", new DaemonEvent(section, end.Output.Process, why), DaemonEventJson.Default.DaemonEvent);
            throw new DaemonCrashedException($"process {end.Output.Process} {why}{end.Output.Words}");
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Makes a daemon in a process of its own, under the same limits, to see whether it can be made, and does not run it.</summary>
    /// <param name="model">The daemon.</param>
    /// <param name="limit">Until when that may take; then the process is told to end, and killed if it does not.</param>
    /// <exception cref="ComponentException">It can't be made.</exception>
    public async Task TryOutAsync(DaemonModel model, CancellationToken limit)
    {
        var (section, name) = (model.Section.Name, model.Component.Name);
        using var trying = model.Component.Uses.Begin($"the trial of {name} for [{section}] has not ended");
        try
        {
            var order = ChildOrder.For(model, node(), loggers.CreateLogger(section), isTrial: true);
            Trial.Judge(await children.LetRunAsync(order, model.Isolation!, Trial.Grace, feedback: null, limit), section, name, limit.IsCancellationRequested);
        }
        catch (Exception failure) when (failure is DaemonCrashedException or Win32Exception)
        {
            throw new ComponentException($"[{section}] {name} can't be made: {failure.Message}", failure);
        }
    }
}
