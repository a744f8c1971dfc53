using System.Text.Json.Serialization;

namespace CC.Plugins.Tasks.Sample;

/// <summary>How far the sample has counted.</summary>
internal sealed record SampleStep([property: JsonPropertyName("i")] int I);

/// <summary>Seconds since the last time, and since the start.</summary>
internal sealed record Elapsed([property: JsonPropertyName("elapsed_delta")] double Delta, [property: JsonPropertyName("elapsed_total")] double Total);

[JsonSerializable(typeof(SampleStep))]
[JsonSerializable(typeof(Elapsed))]
internal sealed partial class SampleJson : JsonSerializerContext;
