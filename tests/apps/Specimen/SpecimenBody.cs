using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.Specimen;

/// <summary>A message body of the plugin's own.</summary>
public sealed record SpecimenBody : MessageBody
{
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    [JsonPropertyName("mode")]
    public SpecimenMode Mode { get; init; }
}

/// <summary>Its serializer.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SpecimenBody))]
public sealed partial class SpecimenJson : JsonSerializerContext;
