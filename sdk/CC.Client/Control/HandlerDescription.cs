using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>A component that a section configures: a handler, or a daemon.</summary>
public sealed record HandlerDescription
{
    /// <summary>The section.</summary>
    [JsonPropertyName("section")]
    public required string Section { get; init; }

    /// <summary>The component's kind: <c>handler</c> or <c>daemon</c>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The component's name.</summary>
    [JsonPropertyName("component")]
    public required string Component { get; init; }

    /// <summary>
    /// Of a handler <c>active</c>, <c>quarantined</c>, or <c>vacant</c> while its plugin is unloaded; of a daemon <c>running</c>, <c>waiting</c> (it is to run, and can't yet),
    /// <c>ended</c> or <c>quarantined</c>; <c>active</c> of a component that no section configures.
    /// </summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>Why it is quarantined, or waits; empty if it does not.</summary>
    [JsonPropertyName("why")]
    [AllowNull]
    public string Why { get; init => field = value ?? ""; } = "";

    /// <summary>A handler's calls since it was made; a daemon's starts since it was changed.</summary>
    [JsonPropertyName("calls")]
    public long Calls { get; init; }

    /// <summary>How many of them have failed.</summary>
    [JsonPropertyName("errors")]
    public long Errors { get; init; }

    /// <summary>What the last one that failed has thrown, or how it has failed otherwise; empty if none has.</summary>
    [JsonPropertyName("last_error")]
    [AllowNull]
    public string LastError { get; init => field = value ?? ""; } = "";

    /// <summary>When that was: seconds since 1970, UTC; 0 if it was not.</summary>
    [JsonPropertyName("last_error_time")]
    [JsonConverter(typeof(FiniteNumber))]
    public double LastErrorTime { get; init; }

    /// <summary>Messages that wait for it.</summary>
    [JsonPropertyName("waiting")]
    public long Waiting { get; init; }
}
