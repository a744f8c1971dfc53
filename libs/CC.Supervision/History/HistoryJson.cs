using System.Text.Json.Serialization;

namespace CC.Supervision.History;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProcessRecord[]))]
internal sealed partial class HistoryJson : JsonSerializerContext;
