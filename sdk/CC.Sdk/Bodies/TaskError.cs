using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>What a task router answers where it has to say no: type <c>error</c>, along the route of who has asked.</summary>
/// <remarks>CC 0.8.7 has no field but <see cref="Msg"/>, and answers nothing but <see cref="TaskErrors.NoRoute"/>.</remarks>
public sealed record TaskError : MessageBody
{
    /// <summary>The type of the message.</summary>
    public const string Type = "error";

    /// <summary>What is wrong, for people.</summary>
    [JsonPropertyName("msg")]
    public required string Msg { get; init; }

    /// <summary>What is wrong, for programs: one of <see cref="TaskErrors"/>. Empty from CC 0.8.7.</summary>
    [JsonPropertyName("code")]
    [AllowNull]
    public string Code { get; init => field = value ?? ""; } = "";

    /// <summary>The task that it is about, if there is one.</summary>
    [JsonPropertyName("task_id")]
    [AllowNull]
    public string TaskId { get; init => field = value ?? ""; } = "";

    /// <summary>The type of the message that can't be followed.</summary>
    [JsonPropertyName("orig_req")]
    [AllowNull]
    public string OrigReq { get; init => field = value ?? ""; } = "";
}
