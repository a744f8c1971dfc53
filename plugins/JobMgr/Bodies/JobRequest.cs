using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.JobMgr.Bodies;

/// <summary>What a daemon asks, or tells: types <c>job.config</c> and <c>job.ping</c>.</summary>
internal sealed record JobRequest : MessageBody
{
    public const string Config = "job.config";
    public const string Ping = "job.ping";

    /// <summary>The daemon's name: the node's, and its section behind a dot. The section alone will do.</summary>
    [JsonPropertyName("job_name")]
    public string? JobName { get; init; }
}
