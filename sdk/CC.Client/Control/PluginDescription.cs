using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>A plugin, and the builds of it that there are.</summary>
public sealed record PluginDescription
{
    /// <summary>The plugin's name: that of its folder and of its main assembly.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>
    /// <c>active</c>, <c>quarantined</c> (it serves, but for some of its handlers), <c>unloaded</c>; or, where no build serves, why: <c>incompatible</c>,
    /// <c>invalid</c>, <c>malfunctioned</c>; <c>pinned</c> where it was unloaded and is still in memory; for a moment <c>discovered</c>, <c>loading</c>, <c>probing</c>, <c>draining</c>.
    /// </summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>Its main assembly.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary>The version of the build that serves.</summary>
    [JsonPropertyName("version")]
    [AllowNull]
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>The version of the contract that it was built for.</summary>
    [JsonPropertyName("sdk")]
    [AllowNull]
    public string Sdk { get; init => field = value ?? ""; } = "";

    /// <summary>SHA-256 of its main assembly, as it was loaded.</summary>
    [JsonPropertyName("sha256")]
    [AllowNull]
    public string Sha256 { get; init => field = value ?? ""; } = "";

    /// <summary>Who has signed it; empty where no signature is required.</summary>
    [JsonPropertyName("signer")]
    [AllowNull]
    public string Signer { get; init => field = value ?? ""; } = "";

    /// <summary>When it was loaded: seconds since 1970, UTC; 0 if none was.</summary>
    [JsonPropertyName("loaded")]
    [JsonConverter(typeof(FiniteNumber))]
    public double Loaded { get; init; }

    /// <summary>Milliseconds from reading its files to serving; 0 at the start of the node.</summary>
    [JsonPropertyName("load_ms")]
    [JsonConverter(typeof(FiniteNumber))]
    public double LoadMs { get; init; }

    /// <summary>Builds that were taken, the present one included.</summary>
    [JsonPropertyName("loads")]
    public int Loads { get; init; }

    /// <summary>Builds that were let go and are proven to be gone from memory.</summary>
    [JsonPropertyName("unloaded")]
    public int Unloaded { get; init; }

    /// <summary>What is the matter with the build on the disk, where that does not serve: a state; empty if nothing is.</summary>
    [JsonPropertyName("refused")]
    [AllowNull]
    public string Refused { get; init => field = value ?? ""; } = "";

    /// <summary>Why it is refused.</summary>
    [JsonPropertyName("why")]
    [AllowNull]
    public string Why { get; init => field = value ?? ""; } = "";

    /// <summary>Its components, once for each section that configures one; one without a section has an empty one.</summary>
    [JsonPropertyName("components")]
    [AllowNull]
    public IReadOnlyList<HandlerDescription> Components { get; init => field = value ?? []; } = [];

    /// <summary>Builds that were let go and are still in memory.</summary>
    [JsonPropertyName("leaving")]
    [AllowNull]
    public IReadOnlyList<LeavingBuild> Leaving { get; init => field = value ?? []; } = [];
}
