using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.JobMgr.Bodies;

/// <summary>An answer that says no: type <c>error</c>.</summary>
internal sealed record JobError : MessageBody
{
    public const string Type = "error";

    public const string Unknown = "unknown";

    public const string BadRequest = "bad-request";

    [JsonPropertyName("msg")]
    public required string Msg { get; init; }

    [JsonPropertyName("code")]
    public required string Code { get; init; }

    [JsonPropertyName("orig_req")]
    public required string OrigReq { get; init; }
}
