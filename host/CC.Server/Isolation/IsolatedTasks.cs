using System.ComponentModel;
using CC.Sdk;
using CC.Server.Components;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>Runs each task in a process of its own, of another user if need be: it can be killed, and takes nothing along when it crashes.</summary>
/// <param name="node">What the processes are told of their node.</param>
/// <param name="children">Starts them.</param>
/// <param name="loggers">The node's log.</param>
internal sealed class IsolatedTasks(Func<NodeAddress> node, ChildRunner children, ILoggerFactory loggers)
{
    /// <summary>Runs a task to its end, as one within the process would.</summary>
    /// <exception cref="TaskRefusedException">It refuses the request.</exception>
    /// <exception cref="TaskFailedException">It has failed, or its process has crashed.</exception>
    /// <exception cref="OperationCanceledException">It was told to end, and has.</exception>
    public async Task RunAsync(TaskModel model, TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        var section = model.Section.Name;
        using var running = model.Component.Uses.Begin($"a task of [{section}] has not ended");
        ChildEnd end;
        try
        {
            var order = ChildOrder.For(model, node(), loggers.CreateLogger(section), isTrial: false) with { Task = OrderedTask.Of(request) };
            end = await children.LetRunAsync(order, model.Isolation!, order.Grace, feedback, cancellationToken);
        }
        catch (Exception failure) when (failure is DaemonCrashedException or Win32Exception)
        {
            throw new TaskFailedException($"the process of [{section}] can't be started: {failure.Message}");
        }

        if (OtherUser.WasRefused(model.Isolation!.User, end))
        {
            throw new TaskFailedException($"the process of [{section}] can't be started as {model.Isolation.User}: {end.Output.Words.ToString().Trim()}");
        }

        Judge(end, cancellationToken);
    }

    /// <summary>Makes a task in a process of its own, under the same limits, to see whether it can be made, and does not run it.</summary>
    /// <exception cref="ComponentException">It can't be made.</exception>
    public async Task TryOutAsync(TaskModel model, CancellationToken limit)
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

    private static void Judge(ChildEnd end, CancellationToken cancellationToken)
    {
        switch (end.Output.TaskEnd)
        {
            case { Done: true }:
                return;
            case { Refused: { } why }:
                throw new TaskRefusedException(why);
            case { Failed: { } why } failure:
                throw new TaskFailedException(why) { HasVanished = failure.Vanished == true };
            default:
                cancellationToken.ThrowIfCancellationRequested();
                throw new TaskFailedException($"its process {end.Output.Process} {ExitReason.Of(end.ExitCode)}{end.Output.Words}") { HasVanished = true };
        }
    }
}
