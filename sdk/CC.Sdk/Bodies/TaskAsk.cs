using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>
/// Asks about tasks, or has one end: types <c>task.status.UID</c>, <c>task.cancel.UID</c>, <c>task.list.UID</c> and <c>task.history.UID</c>. The answer is a
/// <see cref="TaskReply"/> of the same UID, which for the first two is the task's. CC 0.8.7 knows none of them.
/// </summary>
public sealed record TaskAsk : MessageBody
{
    /// <summary>How far is the task? The answer goes to whoever asks, and so does from then on what the task tells.</summary>
    public const string Status = "task.status";

    /// <summary>Have the task end.</summary>
    public const string Cancel = "task.cancel";

    /// <summary>Which tasks does the host offer? Without a host: which runners does the router know?</summary>
    public const string List = "task.list";

    /// <summary>Which tasks has the host run lately?</summary>
    public const string History = "task.history";

    /// <summary>The <see cref="TaskRegister.Host"/> of the runner; empty only for <see cref="List"/>.</summary>
    [JsonPropertyName("task_host")]
    [AllowNull]
    public string TaskHost { get; init => field = value ?? ""; } = "";

    /// <summary>The task; empty for <see cref="List"/> and <see cref="History"/>.</summary>
    [JsonPropertyName("task_id")]
    [AllowNull]
    public string TaskId { get; init => field = value ?? ""; } = "";

    /// <summary><see cref="History"/>: of how many tasks at most; 0 for as many as the runner tells of by itself.</summary>
    [JsonPropertyName("limit")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Limit { get; init; }

    /// <summary>Whether a node that has no route for it is to say so (<c>no-route</c>). Means nothing to routers and runners.</summary>
    [JsonPropertyName("want_error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WantError { get; init; }
}
