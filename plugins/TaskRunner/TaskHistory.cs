using System.Text.Json.Serialization;

namespace CC.Plugins.TaskRunner;

/// <summary>Tasks that a runner has run, or runs, the newest first.</summary>
internal sealed record TaskHistory([property: JsonPropertyName("tasks")] IReadOnlyList<PastTask> Tasks);

/// <summary>One of them; <c>started</c> and <c>ended</c> are seconds since 1970.</summary>
internal sealed record PastTask(
    [property: JsonPropertyName("task_id")] string TaskId,
    [property: JsonPropertyName("handler")] string Handler,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("started")] double Started,
    [property: JsonPropertyName("ended")] double Ended,
    [property: JsonPropertyName("rc")] int? Rc,
    [property: JsonPropertyName("msg")] string? Msg);
