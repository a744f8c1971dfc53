using System.Text.Json.Serialization;

namespace CC.Cli.Keys;

/// <summary>Why a certificate, or a signature, is taken or refused.</summary>
internal sealed record Explanation([property: JsonPropertyName("accepted")] bool Accepted, [property: JsonPropertyName("rules")] ExplainedRule[] Rules);
