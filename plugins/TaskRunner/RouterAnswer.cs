using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRunner;

/// <summary>What a router answers: that it has registered the runner (<see cref="TaskRegistered"/>), or has a task's end (<see cref="TaskReplyTaken"/>).</summary>
internal sealed record RouterAnswer : MessageBody
{
    [JsonPropertyName("host")]
    public string? Host { get; init; }

    [JsonPropertyName("instance")]
    public string? Instance { get; init; }

    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("seq")]
    public int Seq { get; init; }
}
