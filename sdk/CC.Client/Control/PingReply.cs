using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>That the node is there.</summary>
public sealed record PingReply : MessageBody
{
    /// <summary>The node's name.</summary>
    [JsonPropertyName("job_name")]
    public required string JobName { get; init; }

    /// <summary>The server's version.</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    /// <summary>Its process.</summary>
    [JsonPropertyName("pid")]
    public required int Pid { get; init; }
}
