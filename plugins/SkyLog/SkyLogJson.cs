using System.Text.Json.Serialization;

namespace CC.Plugins.SkyLog;

[JsonSourceGenerationOptions(MaxDepth = 8)]
[JsonSerializable(typeof(SkyLogRecord))]
internal sealed partial class SkyLogJson : JsonSerializerContext;
