using System.Text.Json.Serialization;
using CC.Supervision.History;
using CC.Supervision.Jobs;
using CC.Supervision.Stats;

namespace CC.Supervision;

/// <summary>What a supervisor tells, as JSON with gaffer's names.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(JobInfo))]
[JsonSerializable(typeof(ProcessInfo))]
[JsonSerializable(typeof(JobStats))]
[JsonSerializable(typeof(ProcessStats))]
[JsonSerializable(typeof(ProcessRecord))]
public sealed partial class SupervisionJson : JsonSerializerContext;
