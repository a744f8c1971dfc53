using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>A build that was let go and is still in memory.</summary>
public sealed record LeavingBuild
{
    /// <summary>Its version.</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    /// <summary>SHA-256 of its main assembly.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary><c>draining</c>, or <c>pinned</c> when it has had its time.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>When it was let go: seconds since 1970, UTC.</summary>
    [JsonPropertyName("since")]
    [JsonConverter(typeof(FiniteNumber))]
    public required double Since { get; init; }

    /// <summary>Octets that it holds at the least: those of its files.</summary>
    [JsonPropertyName("octets")]
    public required long Octets { get; init; }

    /// <summary>What holds it, as far as that can be found.</summary>
    [JsonPropertyName("causes")]
    [AllowNull]
    public IReadOnlyList<PinCause> Causes { get; init => field = value ?? []; } = [];
}

/// <summary>Something that holds a build in memory, or is likely to.</summary>
public sealed record PinCause
{
    /// <summary>What, in words.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }
}
