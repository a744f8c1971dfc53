using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.PgLogForward;

/// <summary>Asks for a function of a database: type <c>db</c> or <c>db.SUFFIX</c>. No answer is wanted.</summary>
internal sealed record DatabaseCall : MessageBody
{
    [JsonPropertyName("function")]
    public required string Function { get; init; }

    /// <summary>The arguments: the JSON text of a list, since CC 0.8.7 can't read lists.</summary>
    [JsonPropertyName("params")]
    public required string Parameters { get; init; }
}
