using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.JobConsole;

/// <summary>The message that asks jobmgr for its jobs, and what is used of its answer.</summary>
internal sealed record JobList : MessageBody
{
    public const string Type = "job.list";

    [JsonPropertyName("result")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Listed? Result { get; init; }

    internal sealed record Listed([property: JsonPropertyName("jobs")] IReadOnlyList<Job> Jobs);

    internal sealed record Job(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("state")] string State,
        [property: JsonPropertyName("running")] int Running,
        [property: JsonPropertyName("max_processes")] int Wanted);
}
