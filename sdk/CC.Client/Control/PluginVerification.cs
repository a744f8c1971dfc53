using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>What a plugin's files are worth.</summary>
public sealed record PluginVerification : MessageBody
{
    /// <summary>The plugin.</summary>
    [JsonPropertyName("plugin")]
    public required string Plugin { get; init; }

    /// <summary>SHA-256 of the main assembly that is loaded; empty if none is.</summary>
    [JsonPropertyName("loaded_sha256")]
    public required string LoadedSha256 { get; init; }

    /// <summary>SHA-256 of the one on the disk; empty if there is none.</summary>
    [JsonPropertyName("disk_sha256")]
    public required string DiskSha256 { get; init; }

    /// <summary>What the signatures are worth: <c>valid</c>, <c>invalid</c>, <c>missing</c>, or <c>not-required</c>. Of the main assembly; where signatures are required, of all files that need one.</summary>
    [JsonPropertyName("signature")]
    public required string Signature { get; init; }

    /// <summary>Who has signed it, or why the signature does not count.</summary>
    [JsonPropertyName("text")]
    [AllowNull]
    public string Text { get; init => field = value ?? ""; } = "";

    /// <summary>Each file that is not as it was loaded, or whose signature does not count; empty if all is well.</summary>
    [JsonPropertyName("findings")]
    [AllowNull]
    public IReadOnlyList<PluginFinding> Findings { get; init => field = value ?? []; } = [];
}
