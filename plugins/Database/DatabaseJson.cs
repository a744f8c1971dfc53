using System.Text.Json.Serialization;

namespace CC.Plugins.Database;

[JsonSourceGenerationOptions]
[JsonSerializable(typeof(DatabaseCall))]
[JsonSerializable(typeof(DatabaseReply))]
[JsonSerializable(typeof(DatabaseError))]
[JsonSerializable(typeof(FunctionReply))]
internal sealed partial class DatabaseJson : JsonSerializerContext;
