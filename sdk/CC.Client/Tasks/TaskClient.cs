using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Client.Tasks;

/// <summary>
/// Has tasks run on other machines, by way of a task router, and tells what becomes of them. Works with routers and runners of CC 0.8.7 as well, which can't be asked about
/// tasks. Safe to use from any thread.
/// </summary>
/// <param name="client">The link to the router's node, or to one that has a way there.</param>
/// <param name="patience">How long to wait for what; null for what is usual.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class TaskClient(CcClient client, TaskPatience? patience = null, TimeProvider? time = null)
{
    private readonly TaskPatience patience = patience ?? new TaskPatience();
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>An id that no other task has.</summary>
    public static string NewId() => Guid.NewGuid().ToString("N");

    /// <summary>
    /// Has a task run, and tells all that comes of it; the last update has an <see cref="TaskUpdate.Outcome"/>. Sent again when nothing comes of it, under the same id; when an accepted
    /// task is silent, its runner is asked about it.
    /// </summary>
    /// <param name="task">The task; its <see cref="TaskSend.TaskId"/> must be one that no other task has (<see cref="NewId"/>).</param>
    /// <param name="cancellationToken">Ends the listening, and not the task: see <see cref="CancelAsync"/>.</param>
    public IAsyncEnumerable<TaskUpdate> SendAsync(TaskSend task, CancellationToken cancellationToken = default) =>
        FollowAsync(task.TaskHost, task.TaskId, task, cancellationToken);

    /// <summary>Tells what comes of a task that somebody has sent, from where it stands now; the last update has an <see cref="TaskUpdate.Outcome"/>.</summary>
    /// <param name="host">Its runner; empty if the router is to know.</param>
    /// <param name="id">The task.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    public IAsyncEnumerable<TaskUpdate> WatchAsync(string host, string id, CancellationToken cancellationToken = default) => FollowAsync(host, id, null, cancellationToken);

    /// <summary>Asks how far a task is.</summary>
    /// <returns>Its last status, or <see cref="TaskStatuses.Unknown"/>, or an error; <see cref="TaskOutcome.Untrusted"/> if what came is not signed as it should be.</returns>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public Task<TaskUpdate> StatusAsync(string host, string id, TimeSpan limit, CancellationToken cancellationToken = default) =>
        AskAsync(TaskAsk.Status, host, id, 0, _ => true, limit, cancellationToken);

    /// <summary>Has a task end, and waits until it has.</summary>
    /// <returns>Its final status, or <see cref="TaskStatuses.Unknown"/>, or an error; <see cref="TaskOutcome.Untrusted"/> if what came is not signed as it should be.</returns>
    /// <exception cref="TimeoutException">It has not ended in time; it may do so yet.</exception>
    public Task<TaskUpdate> CancelAsync(string host, string id, TimeSpan limit, CancellationToken cancellationToken = default) =>
        AskAsync(TaskAsk.Cancel, host, id, 0, update => update.Status is "" or TaskStatuses.Unknown || TaskStatuses.IsFinal(update.Status), limit, cancellationToken);

    /// <summary>Asks the router which runners it knows: the answer's feedback is a <see cref="RunnerList"/>.</summary>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public Task<TaskUpdate> RunnersAsync(TimeSpan limit, CancellationToken cancellationToken = default) =>
        AskAsync(TaskAsk.List, "", NewId(), 0, _ => true, limit, cancellationToken);

    /// <summary>Asks a runner which tasks it offers: the answer's feedback has them in <c>tasks</c>.</summary>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public Task<TaskUpdate> ListAsync(string host, TimeSpan limit, CancellationToken cancellationToken = default) =>
        AskAsync(TaskAsk.List, host, NewId(), 0, _ => true, limit, cancellationToken);

    /// <summary>Asks a runner which tasks it has run, the newest first: the answer's feedback has them in <c>tasks</c>.</summary>
    /// <param name="host">The runner.</param>
    /// <param name="count">Of how many at most; 0 for as many as the runner tells of by itself.</param>
    /// <param name="limit">How long the answer may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public Task<TaskUpdate> HistoryAsync(string host, int count, TimeSpan limit, CancellationToken cancellationToken = default) =>
        AskAsync(TaskAsk.History, host, NewId(), count, _ => true, limit, cancellationToken);

    private async IAsyncEnumerable<TaskUpdate> FollowAsync(string host, string id, TaskSend? task, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var line = new TaskLine(client, time);
        var course = task is null ? TaskCourse.OfWatcher(patience, line.Now) : TaskCourse.OfSender(patience, line.Now);
        while (course.Action != TaskAction.End)
        {
            switch (course.Action)
            {
                case TaskAction.Send:
                    await line.SendAsync(Compose(task! with { Req = $"{TaskSend.Type}.{id}", Time = 0, WantError = true }, BodiesJson.Default.TaskSend), cancellationToken).ConfigureAwait(false);
                    break;
                case TaskAction.AskStatus:
                    await line.SendAsync(Question(TaskAsk.Status, host, id, 0), cancellationToken).ConfigureAwait(false);
                    break;
            }

            if (await line.NextAsync(course.Due, cancellationToken).ConfigureAwait(false) is not { } message)
            {
                course = course.Pass(line.Now);
                if (course.Action == TaskAction.End)
                {
                    yield return new TaskUpdate { TaskId = id, Text = course.Why, Outcome = course.Outcome };
                }
            }
            else if (TaskReading.Of(client, message, id, out var refusal) is { } update)
            {
                course = course.Take(TaskReading.NewsOf(update), line.Now);
                yield return course.Action == TaskAction.End
                    ? update with { Outcome = course.Outcome, Text = update.Text.Length > 0 ? update.Text : course.Why }
                    : update;
            }
            else
            {
                course = refusal is null ? course.Ignore() : course.Refuse(refusal, line.Now);
            }
        }
    }

    private async Task<TaskUpdate> AskAsync(
        string type, string host, string id, int count, Func<TaskUpdate, bool> isAnswer, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var line = new TaskLine(client, time);
        var due = line.Now + limit;
        await line.SendAsync(Question(type, host, id, count), cancellationToken).ConfigureAwait(false);
        while (await line.NextAsync(due, cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (TaskReading.Of(client, message, id, out var refusal) is { } update && isAnswer(update))
            {
                return update;
            }

            if (refusal is not null)
            {
                return new TaskUpdate { TaskId = id, Text = refusal, Outcome = TaskOutcome.Untrusted };
            }
        }

        throw new TimeoutException($"No answer to {type} came within {limit.TotalSeconds:0.###} s.");
    }

    private Message Question(string type, string host, string id, int count) =>
        Compose(new TaskAsk { Req = $"{type}.{id}", TaskHost = host, TaskId = type is TaskAsk.Status or TaskAsk.Cancel ? id : "", Limit = count, WantError = true }, BodiesJson.Default.TaskAsk);

    private Message Compose<T>(T body, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        client.Compose(body, typeInfo);
}
