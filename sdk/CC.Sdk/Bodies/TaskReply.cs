using System.Text.Json;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>Tells how far a task is: type <c>task.reply.UID</c>, from runner and task by way of the router to the client.</summary>
public sealed record TaskReply : MessageBody
{
    /// <summary>The type of the message, without the id.</summary>
    public const string Type = "task.reply";

    /// <summary>The task's <see cref="TaskSend.TaskId"/>.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>One of <see cref="TaskStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>The task's <see cref="TaskSend.TaskHandler"/>.</summary>
    [JsonPropertyName("handler")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Handler { get; init; }

    /// <summary>An object with what there is to tell; a program's output is in <c>out</c>, in base64, and its exit code in <c>rc</c>.</summary>
    [JsonPropertyName("feedback")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Feedback { get; init; }

    /// <summary>1 asks the router to say that it has this one (<see cref="TaskReplyTaken"/>). CC 0.8.7 does not know it.</summary>
    [JsonPropertyName("ack")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Ack { get; init; }

    /// <summary>
    /// How many replies of a task that is under way have been sent with this one, which asks the router to say when the client has taken it (<see cref="TaskReplyTaken.Seq"/>); 0 for one
    /// that does not count. CC 0.8.7 does not know it.
    /// </summary>
    [JsonPropertyName("seq")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Seq { get; init; }

    /// <summary>1 with <see cref="TaskStatuses.Forwarded"/>: the runner can be asked about the task (<see cref="TaskAsk"/>), and answers. CC 0.8.7 does not know it.</summary>
    [JsonPropertyName("answers")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Answers { get; init; }

    /// <summary>1 if this was told before, and is told again because somebody has asked. CC 0.8.7 does not know it.</summary>
    [JsonPropertyName("repeat")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Repeat { get; init; }
}
