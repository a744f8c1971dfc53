using System.Text.Json.Serialization;

namespace CC.Plugins.JobMgr.Bodies;

[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobConfig))]
[JsonSerializable(typeof(JobReply))]
[JsonSerializable(typeof(JobError))]
[JsonSerializable(typeof(DaemonEvent))]
internal sealed partial class JobJson : JsonSerializerContext;
