using System.Text.Json.Serialization;

namespace CC.Client.Control;

/// <summary>A component whose files are not known.</summary>
public sealed record UnseenCarrier
{
    /// <summary>Its section.</summary>
    [JsonPropertyName("section")]
    public required string Section { get; init; }

    /// <summary>Why.</summary>
    [JsonPropertyName("why")]
    public required string Why { get; init; }
}
