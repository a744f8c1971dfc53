using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.Database;

/// <summary>Says that a call has failed: type <c>error</c>.</summary>
internal sealed record DatabaseError : MessageBody
{
    /// <summary>What is wrong, for people.</summary>
    [JsonPropertyName("msg")]
    public required string Msg { get; init; }

    /// <summary>What is wrong, for programs: one of <see cref="CallErrors"/>.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>PostgreSQL's own code, such as <c>22012</c>; absent when the error is not PostgreSQL's.</summary>
    [JsonPropertyName("sqlstate")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SqlState { get; init; }

    [JsonPropertyName("orig_req")]
    public required string OrigReq { get; init; }

    [JsonPropertyName("ident")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Ident { get; init; }
}
