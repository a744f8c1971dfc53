using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CC.Client.Control;

/// <summary>Something that is not as it should be with a file of a plugin.</summary>
public sealed record PluginFinding
{
    /// <summary>The file, by its path below the plugin's folder.</summary>
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>
    /// Against the build that serves: <c>changed</c>, <c>missing</c> from the disk, <c>new</c> there, or <c>unreadable</c>; of its signature:
    /// <c>signature-invalid</c>, or <c>signature-missing</c>.
    /// </summary>
    [JsonPropertyName("finding")]
    public required string Finding { get; init; }

    /// <summary>Why; empty where the finding says it all.</summary>
    [JsonPropertyName("text")]
    [AllowNull]
    public string Text { get; init => field = value ?? ""; } = "";
}
