using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>Answers an <see cref="EchoRequest"/> with copies of its fields: type <c>echo.response</c>.</summary>
public sealed record EchoResponse : MessageBody
{
    /// <summary>The type of the message.</summary>
    public const string Type = "echo.response";

    /// <summary>The request's <see cref="MessageBody.Hostname"/>.</summary>
    [JsonPropertyName("orig_hostname")]
    public required string OrigHostname { get; init; }

    /// <summary>The request's <see cref="EchoRequest.Target"/>.</summary>
    [JsonPropertyName("orig_target")]
    public required string OrigTarget { get; init; }

    /// <summary>The request's <see cref="MessageBody.Time"/>, the very same number.</summary>
    [JsonPropertyName("orig_time")]
    [JsonConverter(typeof(FiniteNumber))]
    public required double OrigTime { get; init; }
}
