using System.Text.Json.Serialization;

namespace CC.Plugins.TaskRunner;

/// <summary>What the event <c>task.ID.STATUS</c> tells.</summary>
internal sealed record TaskTold(
    [property: JsonPropertyName("task_id")] string TaskId,
    [property: JsonPropertyName("handler")] string Handler,
    [property: JsonPropertyName("host")] string Host,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("msg")] string? Msg);
