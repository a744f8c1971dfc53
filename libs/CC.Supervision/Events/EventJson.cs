using System.Text.Json.Serialization;

namespace CC.Supervision.Events;

/// <summary>Events as JSON with gaffer's names; what does not apply is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SupervisorEvent))]
public sealed partial class EventJson : JsonSerializerContext;
