using System.Text.Json.Serialization;
using CC.Plugins.JobMgr.Daemons;

namespace CC.Plugins.JobMgr.Bodies;

[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobConfig))]
[JsonSerializable(typeof(JobReply))]
[JsonSerializable(typeof(JobError))]
[JsonSerializable(typeof(DaemonEvent))]
[JsonSerializable(typeof(DaemonInfo))]
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(CommandReply))]
[JsonSerializable(typeof(CommandError))]
[JsonSerializable(typeof(OutputText))]
internal sealed partial class JobJson : JsonSerializerContext;
