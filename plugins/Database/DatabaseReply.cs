using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.Database;

/// <summary>What a function has returned: type <c>reply.TYPE</c>.</summary>
internal sealed record DatabaseReply : MessageBody
{
    /// <summary><c>all</c>: a list of rows; <c>one</c>: the first row, or null. A row is a list of its one value.</summary>
    [JsonPropertyName("data")]
    public required RawJson Data { get; init; }

    [JsonPropertyName("rowcount")]
    public required long RowCount { get; init; }

    [JsonPropertyName("statusmessage")]
    public required string StatusMessage { get; init; }

    [JsonPropertyName("ident")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Ident { get; init; }
}
