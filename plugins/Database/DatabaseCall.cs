using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.Database;

/// <summary>Asks for a function of the database: types <c>db</c> and <c>db.NAME</c>.</summary>
internal sealed record DatabaseCall : MessageBody
{
    [JsonPropertyName("function")]
    public string? Function { get; init; }

    /// <summary>A list or an object of arguments, or the JSON text of one.</summary>
    [JsonPropertyName("params")]
    public JsonElement Parameters { get; init; }

    /// <summary>What the answer has: <c>all</c>, <c>one</c> or <c>json</c>; nothing, or <c>no</c>, for no answer.</summary>
    [JsonPropertyName("return")]
    public string? Return { get; init; }

    /// <summary>Anything; it comes back with the answer.</summary>
    [JsonPropertyName("ident")]
    public JsonElement Ident { get; init; }
}
