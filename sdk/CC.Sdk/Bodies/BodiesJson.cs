using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>The source-generated serializers of the bodies here.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EchoRequest))]
[JsonSerializable(typeof(EchoResponse))]
[JsonSerializable(typeof(LogRecord))]
[JsonSerializable(typeof(LogtailFragment))]
[JsonSerializable(typeof(FragmentAck))]
[JsonSerializable(typeof(InfoFile))]
[JsonSerializable(typeof(InfoFileAck))]
[JsonSerializable(typeof(TaskRegister))]
[JsonSerializable(typeof(TaskRegistered))]
[JsonSerializable(typeof(TaskSend))]
[JsonSerializable(typeof(TaskReply))]
[JsonSerializable(typeof(TaskReplyTaken))]
[JsonSerializable(typeof(TaskAsk))]
[JsonSerializable(typeof(TaskError))]
[JsonSerializable(typeof(RunnerList))]
public sealed partial class BodiesJson : JsonSerializerContext;
