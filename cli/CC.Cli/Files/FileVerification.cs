using System.Text.Json.Serialization;
using CC.Client.Control;

namespace CC.Cli.Files;

/// <summary>What the comparison of two nodes' files has found.</summary>
internal sealed record FileVerification
{
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    [JsonPropertyName("target")]
    public required string Target { get; init; }

    [JsonPropertyName("files")]
    public required IReadOnlyList<FileFinding> Files { get; init; }

    [JsonPropertyName("unseen")]
    public required IReadOnlyList<UnseenCarrier> Unseen { get; init; }

    /// <summary>In a line.</summary>
    [JsonIgnore]
    public string Summary => Files.Count == 0
        ? $"no file is carried from {Source} to {Target}"
        : string.Join(", ", Files.GroupBy(file => file.Finding).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));
}
