using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>What the node has counted since its start.</summary>
public sealed record NodeCounters : MessageBody
{
    /// <summary>The counters that are not zero, by the names of docs/statistics.md.</summary>
    [JsonPropertyName("counters")]
    public required IReadOnlyDictionary<string, double> Counters { get; init; }
}
