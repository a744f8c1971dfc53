using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>A task runner that a router knows.</summary>
public sealed record RunnerEntry
{
    /// <summary>The <see cref="TaskRegister.Host"/>.</summary>
    [JsonPropertyName("host")]
    public required string Host { get; init; }

    /// <summary>When this run of it registered first: seconds since 1970, UTC.</summary>
    [JsonPropertyName("since")]
    [JsonConverter(typeof(FiniteNumber))]
    public double Since { get; init; }

    /// <summary>When it was heard of last.</summary>
    [JsonPropertyName("last_seen")]
    [JsonConverter(typeof(FiniteNumber))]
    public double LastSeen { get; init; }

    /// <summary>
    /// <c>alive</c>; <c>gone</c>: silent for three of its periods, or its connection has ended; <c>registered</c>: it has not said when it registers again, as CC 0.8.7's does not.
    /// </summary>
    [JsonPropertyName("state")]
    [AllowNull]
    public string State { get; init => field = value ?? ""; } = "";

    /// <summary>How many tasks, of which the router knows, have not ended there.</summary>
    [JsonPropertyName("tasks")]
    public int Tasks { get; init; }
}
