using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.JobMgr.Bodies;

/// <summary>The answer to a command that is not carried out: type <c>error</c>.</summary>
internal sealed record CommandError : MessageBody
{
    /// <summary>A number as HTTP has it, and gaffer.</summary>
    [JsonPropertyName("errno")]
    public required int Errno { get; init; }

    /// <summary>gaffer's word for it.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>The same as all errors of a node have it.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    [JsonPropertyName("msg")]
    public required string Msg { get; init; }

    [JsonPropertyName("orig_req")]
    public required string OrigReq { get; init; }
}
