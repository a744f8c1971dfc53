using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.JobMgr.Bodies;

/// <summary>The answer to <c>job.ping</c>: type <c>reply</c>.</summary>
internal sealed record JobReply : MessageBody
{
    public const string Type = "reply";

    [JsonPropertyName("job_name")]
    public required string JobName { get; init; }
}
