using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>The feedback with which a task router answers <see cref="TaskAsk.List"/> without a host.</summary>
/// <param name="Runners">The runners that it knows, by name.</param>
public sealed record RunnerList([property: JsonPropertyName("runners")] IReadOnlyList<RunnerEntry> Runners);
