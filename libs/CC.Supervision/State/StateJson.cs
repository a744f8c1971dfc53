using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CC.Supervision.State;

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class StateJson : JsonSerializerContext;
