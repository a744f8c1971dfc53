using System.Text.Json.Serialization;

namespace CC.Server.Components;

/// <summary>What the events <c>quarantined</c> and <c>released</c> tell, of a handler or a daemon.</summary>
/// <param name="Section">Its section.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Why">The reason, where there is one.</param>
internal sealed record QuarantineEvent(
    [property: JsonPropertyName("section")] string Section,
    [property: JsonPropertyName("state")] string State,
    [property: JsonPropertyName("why")] string Why);

[JsonSerializable(typeof(QuarantineEvent))]
internal sealed partial class QuarantineEventJson : JsonSerializerContext;
