using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRunner;

/// <summary>A task that the runner has accepted. Belongs to the runner's loop.</summary>
internal sealed class TaskEntry(TaskRecord record, TaskState state)
{
    /// <summary>What is remembered of it.</summary>
    public TaskRecord Record { get; set; } = record;

    public TaskState State { get; set; } = state;

    /// <summary>What the client was told last, without the type of its message.</summary>
    public string Status { get; set; } = record.Status;

    /// <inheritdoc cref="Status"/>
    public JsonElement Feedback { get; set; } = record.Feedback ?? JsonObject.Empty;

    /// <summary>What is asked for; nobody needs it any more once the task has ended.</summary>
    public TaskRequest? Request { get; set; }

    /// <summary>How the section has it run.</summary>
    public TaskDescription? Task { get; init; }

    /// <summary>How long it may take; null for any time.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Its run, from the launch on.</summary>
    public TaskRunning? Running { get; set; }

    /// <summary>Why it is to end: a word of <see cref="FinalFeedback"/>; null if it is not.</summary>
    public string? Reason { get; set; }

    /// <summary>How often its end was told, and when the last time was.</summary>
    public int Told { get; set; }

    /// <inheritdoc cref="Told"/>
    public TimeSpan ToldAt { get; set; }

    /// <summary>Whether its end need not be told again: it is confirmed, or nobody cares.</summary>
    public bool IsSettled { get; set; } = record.IsTaken;

    public string Id => Record.Id;

    public bool HasEnded => TaskStates.IsFinal(State);

    /// <summary>What <c>task.history</c> tells of it.</summary>
    public PastTask Past() => new(Id, Record.Handler, HasEnded ? Record.Status : Status, Record.Accepted, Record.Ended, Record.Rc, Record.Msg);

    /// <summary>A message's body that tells how far it is.</summary>
    /// <param name="uid">The label of the message's type.</param>
    public TaskReply Reply(string uid) => new()
    {
        Req = TaskId.ReplyTypeFor(uid),
        TaskId = Id,
        Status = Status,
        Handler = Record.Handler,
        Feedback = Feedback,
        Ack = HasEnded ? 1 : 0,
    };
}
