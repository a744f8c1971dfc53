using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.Mirror;

/// <summary>What is asked, and answered.</summary>
public sealed record MirrorBody : MessageBody
{
    [JsonPropertyName("n")]
    public long Number { get; init; }

    [JsonPropertyName("build")]
    public string Build { get; init; } = "";
}

/// <summary>Its serializer.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(MirrorBody))]
public sealed partial class MirrorJson : JsonSerializerContext;
