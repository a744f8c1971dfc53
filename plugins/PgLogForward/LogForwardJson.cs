using System.Text.Json;
using System.Text.Json.Serialization;

namespace CC.Plugins.PgLogForward;

[JsonSerializable(typeof(DatabaseCall))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class LogForwardJson : JsonSerializerContext
{
    /// <summary>A call of a function with such arguments.</summary>
    public static DatabaseCall Call(string suffix, string function, params string?[] arguments) => new()
    {
        Req = suffix.Length > 0 ? $"db.{suffix}" : "db",
        Function = function,
        Parameters = JsonSerializer.Serialize(arguments!, Default.StringArray),
    };
}
