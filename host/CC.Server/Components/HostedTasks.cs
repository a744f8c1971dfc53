using System.Collections.Concurrent;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>Runs tasks for those that manage them, within the process or beside it.</summary>
/// <param name="models">The tasks that sections configure.</param>
/// <param name="services">What a task within the process can ask for.</param>
/// <param name="isolated">Runs a task in a process of its own.</param>
/// <param name="triedElsewhere">Makes a task in a process of its own, to see whether it can be made.</param>
/// <param name="disposal">Ends tasks.</param>
/// <param name="logger">Told of tasks that fail as they should not.</param>
internal sealed partial class HostedTasks(
    Func<IReadOnlyDictionary<string, TaskModel>> models,
    Func<TaskModel, ITaskFeedback?, ComponentServices> services,
    Func<TaskModel, TaskRequest, ITaskFeedback, CancellationToken, Task> isolated,
    Func<TaskModel, CancellationToken, Task> triedElsewhere,
    Disposal disposal,
    ILogger logger)
{
    /// <summary>How long a task that has come to its end may take to be disposed.</summary>
    private static readonly TimeSpan DisposalLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TaskRun, bool> running = new();
    private volatile bool isStopping;

    /// <summary>What there is, by section.</summary>
    public IReadOnlyList<TaskDescription> All =>
        [.. models().Values.OrderBy(model => model.Section.Name, StringComparer.Ordinal).Select(model => model.Description())];

    /// <inheritdoc cref="IComponents.RunTaskAsync"/>
    public async Task RunAsync(string section, TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        if (!models().TryGetValue(section, out var model))
        {
            throw new TaskRefusedException($"no section [{section}] configures a task here; there are: {string.Join(", ", All.Select(task => task.Section))}");
        }

        using var run = new TaskRun(model);
        running[run] = true;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, run.Ending);
        try
        {
            if (isStopping)
            {
                await run.EndAsync("the node stops");
            }

            either.Token.ThrowIfCancellationRequested();
            await (RunsElsewhere(model) ? isolated(model, request, feedback, either.Token) : RunWithinAsync(model, request, feedback, either.Token));
        }
        catch (OperationCanceledException) when (run.Why.Length > 0)
        {
            throw new OperationCanceledException(run.Why);
        }
        finally
        {
            running.TryRemove(run, out _);
            run.HasEnded();
        }
    }

    /// <summary>Makes tasks, where they are to run, to see whether they can be made, and does not run them.</summary>
    /// <exception cref="ComponentException">One can't.</exception>
    public Task TryOutAsync(IEnumerable<TaskModel> tried, CancellationToken limit) => Parallel.ForEachAsync(tried, async (model, othersFailed) =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, othersFailed);
        if (RunsElsewhere(model))
        {
            await triedElsewhere(model, either.Token);
            return;
        }

        var task = await ComponentFactory.MakeAsync<ITask>(model.Component, model.Options, services(model, null), disposal, either.Token);
        await task.EndAsync(disposal, isIdle: true, either.Token);
    });

    /// <summary>Waits for tasks whose code is of a build that is not in force any more, and has them end at the deadline.</summary>
    public async Task SettleAsync(CancellationToken deadline)
    {
        var inForce = models().Values.Select(model => model.Component.Uses).ToHashSet(ReferenceEqualityComparer.Instance);
        var old = running.Keys.Where(run => !inForce.Contains(run.Uses)).ToArray();
        await Task.WhenAll(old.Select(run => run.WhenEnded)).WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync(old.Where(run => !run.WhenEnded.IsCompleted), "its plugin was replaced")
            .WaitAsync(Disposal.Grace, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Has all tasks end that their managers have left behind, and waits for them. False if any has not by the deadline.</summary>
    public async Task<bool> StopAsync(CancellationToken deadline)
    {
        isStopping = true;
        var left = running.Keys.ToArray();
        var ending = EndAsync(left, "the node stops");
        await ending.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(left.Select(run => run.WhenEnded)).WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var run in left.Where(run => !run.WhenEnded.IsCompleted))
        {
            Log.LeftBehind(logger, run.Section);
        }

        return left.All(run => run.WhenEnded.IsCompleted);
    }

    private static Task EndAsync(IEnumerable<TaskRun> runs, string why) => Task.WhenAll(runs.Select(async run =>
    {
        try
        {
            await run.EndAsync(why);
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
        catch (AggregateException)
        {
            // What it has registered has failed; it is told all the same.
        }
    }));

    private static bool RunsElsewhere(TaskModel model) => model.Isolation is not null && !model.Component.IsVacant;

    private async Task RunWithinAsync(TaskModel model, TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        var task = await MakeAsync(model, feedback, cancellationToken);
        try
        {
            await Task.Run(() => task.Component.RunAsync(request, feedback, cancellationToken), CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (TaskRefusedException refused)
        {
            throw new TaskRefusedException(refused.Message); // Another one: the task's own leads to its code.
        }
        catch (TaskFailedException failed)
        {
            throw new TaskFailedException(failed.Message) { HasVanished = failed.HasVanished };
        }
        catch (Exception crash)
        {
            Log.Crashed(logger, request.Id, model.Section.Name, FailureText.Whole(crash));
            throw new TaskFailedException(FailureText.Of(crash));
        }
        finally
        {
            using var limit = new CancellationTokenSource(DisposalLimit);
            await task.EndAsync(disposal, isIdle: true, limit.Token);
        }
    }

    private async Task<Made<ITask>> MakeAsync(TaskModel model, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        try
        {
            return await ComponentFactory.MakeAsync<ITask>(model.Component, model.Options, services(model, feedback), disposal, cancellationToken);
        }
        catch (ComponentException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TaskFailedException(failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "the task {Id} of {Section} has crashed: {Why}")]
        public static partial void Crashed(ILogger logger, string id, string section, string why);

        [LoggerMessage(2, LogLevel.Error, "a task of {Section} has not ended in time, and is left behind")]
        public static partial void LeftBehind(ILogger logger, string section);
    }
}
