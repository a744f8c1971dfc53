using System.Text.Json.Serialization;

namespace CC.Cli.Keys;

/// <summary>A revocation list that was written.</summary>
internal sealed record RevocationFile([property: JsonPropertyName("file")] string File, [property: JsonPropertyName("revoked")] string[] Revoked, [property: JsonPropertyName("next_update")] DateTimeOffset NextUpdate);
