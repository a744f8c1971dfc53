using System.Text.Json.Serialization;

namespace CC.Cli.Keys;

/// <summary>What one rule says.</summary>
internal sealed record ExplainedRule(
    [property: JsonPropertyName("rule")] string Rule,
    [property: JsonPropertyName("passed")] bool Passed,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("next_step")] string NextStep);
