using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>Answers a <see cref="TaskReply"/> whose <see cref="TaskReply.Ack"/> is 1, once the router has it: type <c>reply</c>, along its route.</summary>
public sealed record TaskReplyTaken : MessageBody
{
    /// <summary>The type of the message.</summary>
    public const string Type = "reply";

    /// <summary>The task.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>The status that was taken.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>
    /// Up to which one the client has taken the replies that are counted (<see cref="TaskReply.Seq"/>); 0 if it is none, or takes nothing for now, and the same comes again when it does.
    /// </summary>
    [JsonPropertyName("seq")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Seq { get; init; }
}
