using System.Text.Json.Serialization;

namespace CC.Plugins.TaskRouter;

/// <summary>The source-generated serializer of what the router reads in its own way.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ReplyHeading))]
internal sealed partial class RouterJson : JsonSerializerContext;
