using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>An answer that says no: type <c>error</c>, along the route of the request.</summary>
public sealed record ErrorReply : MessageBody
{
    /// <summary>What is wrong, for people: names the thing, the value, the rule and the next step.</summary>
    [JsonPropertyName("msg")]
    public required string Msg { get; init; }

    /// <summary>What is wrong, for programs: one of <see cref="ControlErrors"/>, or a plugin's own.</summary>
    [JsonPropertyName("code")]
    [AllowNull]
    public string Code { get; init => field = value ?? ""; } = "";

    /// <summary>The type of the request.</summary>
    [JsonPropertyName("orig_req")]
    [AllowNull]
    public string OrigReq { get; init => field = value ?? ""; } = "";
}
