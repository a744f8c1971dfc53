using System.Text.Json;
using System.Text.Json.Serialization;

namespace CC.Plugins.Tests.TaskRunner;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class PlainJson : JsonSerializerContext;
