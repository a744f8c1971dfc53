using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>The source-generated serializers of the bodies here.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EchoRequest))]
[JsonSerializable(typeof(EchoResponse))]
[JsonSerializable(typeof(LogRecord))]
[JsonSerializable(typeof(LogtailFragment))]
[JsonSerializable(typeof(FragmentAck))]
public sealed partial class BodiesJson : JsonSerializerContext;
