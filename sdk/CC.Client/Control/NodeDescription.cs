using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>What the node is.</summary>
public sealed record NodeDescription : MessageBody
{
    /// <summary>The node's name.</summary>
    [JsonPropertyName("job_name")]
    public required string JobName { get; init; }

    /// <summary>The server's version.</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    /// <summary>The version of the contract with plugins.</summary>
    [JsonPropertyName("sdk")]
    public required string Sdk { get; init; }

    /// <summary>Its process.</summary>
    [JsonPropertyName("pid")]
    public required int Pid { get; init; }

    /// <summary>What it is for: <c>local</c>, <c>remote</c> or <c>insecure</c>.</summary>
    [JsonPropertyName("cc_role")]
    public required string CcRole { get; init; }

    /// <summary>The configuration's file.</summary>
    [JsonPropertyName("config")]
    public required string Config { get; init; }

    /// <summary>Where it listens, separated by commas.</summary>
    [JsonPropertyName("endpoints")]
    public required string Endpoints { get; init; }

    /// <summary>When it started: seconds since 1970, UTC.</summary>
    [JsonPropertyName("started")]
    [JsonConverter(typeof(FiniteNumber))]
    public required double Started { get; init; }

    /// <summary>Resident memory, in octets.</summary>
    [JsonPropertyName("memory")]
    public required long Memory { get; init; }

    /// <summary>Processor time since the start, in seconds.</summary>
    [JsonPropertyName("cpu_seconds")]
    [JsonConverter(typeof(FiniteNumber))]
    public required double CpuSeconds { get; init; }

    /// <summary>The runtime, such as <c>.NET 10.0.12</c>.</summary>
    [JsonPropertyName("runtime")]
    public required string Runtime { get; init; }

    /// <summary>The operating system.</summary>
    [JsonPropertyName("platform")]
    public required string Platform { get; init; }
}
