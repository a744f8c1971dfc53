using System.Text.Json.Serialization;

namespace CC.Plugins.JobConsole;

[JsonSerializable(typeof(JobEvent))]
[JsonSerializable(typeof(JobList))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
