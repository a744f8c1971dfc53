using System.Text.Json.Serialization;

namespace CC.Client.Control;

/// <summary>The source-generated serializers of the bodies here.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(PingReply))]
[JsonSerializable(typeof(NodeDescription))]
[JsonSerializable(typeof(NodeCounters))]
[JsonSerializable(typeof(NodeRoutes))]
[JsonSerializable(typeof(PluginList))]
[JsonSerializable(typeof(ChangeReply))]
[JsonSerializable(typeof(PluginVerification))]
[JsonSerializable(typeof(SubscriptionReply))]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(FileRequest))]
[JsonSerializable(typeof(FileList))]
[JsonSerializable(typeof(FileHash))]
public sealed partial class ControlJson : JsonSerializerContext;
