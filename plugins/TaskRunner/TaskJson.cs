using System.Text.Json;
using System.Text.Json.Serialization;

namespace CC.Plugins.TaskRunner;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(RouterAnswer))]
[JsonSerializable(typeof(TaskTold))]
[JsonSerializable(typeof(TaskList))]
[JsonSerializable(typeof(TaskHistory))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class TaskJson : JsonSerializerContext;
