using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CC.Sdk;

namespace CC.Plugins.TaskRunner;

/// <summary>A task under way: what it tells goes into the runner's inbox, for as long as it runs and there is room; until there is, it waits.</summary>
internal sealed class TaskRunning : ITaskFeedback, IDisposable
{
    /// <summary>How much that a task tells may wait to be sent, and taken by its client.</summary>
    private const int MostWaiting = 16;

    private const string TooLate = "task-ended";

    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim room = new(MostWaiting);
    private readonly TaskEntry entry;
    private readonly Action<Turn> post;
    private readonly IMetrics metrics;
    private readonly TimeProvider time;
    private volatile bool isOver;

    public TaskRunning(TaskEntry entry, Action<Turn> post, IMetrics metrics, TimeProvider time, TimeSpan startedAt)
    {
        this.entry = entry;
        this.post = post;
        this.metrics = metrics;
        this.time = time;
        StartedAt = HeartbeatAt = startedAt;
        Flow = new FeedbackFlow(count => room.Release(count));
    }

    public TimeSpan StartedAt { get; }

    /// <summary>When the client was last told that it runs.</summary>
    public TimeSpan HeartbeatAt { get; set; }

    /// <summary>What of its feedback is on its way.</summary>
    public FeedbackFlow Flow { get; }

    /// <summary>What it has as its result; null for nothing.</summary>
    public JsonElement? Result { get; private set; }

    /// <summary>Completes when it has ended, and the runner knows.</summary>
    public Task WhenEnded { get; private set; } = Task.CompletedTask;

    /// <summary>Starts it.</summary>
    public void Start(IComponents components)
    {
        var request = entry.Request!;
        WhenEnded = Task.Run(async () => post(new Ended(entry, await RunAsync(components, request))));
    }

    /// <summary>Has it end; what it does about it is not waited for.</summary>
    public void End() => _ = ending.CancelAsync();

    /// <inheritdoc/>
    public async ValueTask SendAsync<T>(T feedback, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, CancellationToken cancellationToken = default)
    {
        var content = JsonObject.Require(JsonSerializer.SerializeToElement(feedback, typeInfo));
        if (!isOver && !await HasRoomAsync(cancellationToken))
        {
            metrics.CountDropped(TooLate, 1, blob?.Length ?? 0);
            return;
        }

        if (isOver)
        {
            room.Release(); // For the next one that waits.
            metrics.CountDropped(TooLate, 1, blob?.Length ?? 0);
            return;
        }

        post(new Told(entry, PlainLists.Enclose(content), blob));
    }

    /// <inheritdoc/>
    public void SetResult<T>(T result, JsonTypeInfo<T> typeInfo) => Result = PlainLists.Enclose(JsonObject.Require(JsonSerializer.SerializeToElement(result, typeInfo)));

    /// <summary>Nothing more of it is of interest; it waits for nothing here any more.</summary>
    public void Dispose()
    {
        isOver = true;
        room.Release(MostWaiting);
    }

    /// <summary>A task that is to end does not wait for a client that takes nothing.</summary>
    private async Task<bool> HasRoomAsync(CancellationToken cancellationToken)
    {
        if (room.Wait(0, CancellationToken.None))
        {
            return true;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending.Token);
        try
        {
            await room.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<TaskOutcome> RunAsync(IComponents components, TaskRequest request)
    {
        try
        {
            await components.RunTaskAsync(request.Handler, request, this, ending.Token);
            return new TaskOutcome(TaskTurn.Returned);
        }
        catch (OperationCanceledException ended)
        {
            return new TaskOutcome(TaskTurn.Cancelled, ending.IsCancellationRequested ? "" : ended.Message);
        }
        catch (TaskRefusedException refused)
        {
            return new TaskOutcome(TaskTurn.Refused, refused.Message);
        }
        catch (TaskFailedException vanished) when (vanished.HasVanished)
        {
            await LeftBehind.EndAsync(request, time);
            return new TaskOutcome(TaskTurn.Vanished, vanished.Message);
        }
        catch (TaskFailedException failed)
        {
            return new TaskOutcome(TaskTurn.Failed, failed.Message);
        }
        catch (Exception failure)
        {
            return new TaskOutcome(TaskTurn.Failed, failure.Message);
        }
    }
}
