using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.JobMgr.Bodies;

/// <summary>The answer to <c>job.config</c>, of the same type.</summary>
internal sealed record JobConfig : MessageBody
{
    [JsonPropertyName("job_name")]
    public required string JobName { get; init; }

    /// <summary>The daemon's section, with what every section is given, and without what must be kept secret.</summary>
    [JsonPropertyName("config")]
    public required IReadOnlyDictionary<string, string> Config { get; init; }
}
