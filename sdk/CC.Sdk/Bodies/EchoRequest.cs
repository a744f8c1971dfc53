using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>Asks for an <see cref="EchoResponse"/>: type <c>echo.request</c>.</summary>
public sealed record EchoRequest : MessageBody
{
    /// <summary>The type of the message.</summary>
    public const string Type = "echo.request";

    /// <summary>The URL by which the asking side reaches the asked one.</summary>
    [JsonPropertyName("target")]
    public required string Target { get; init; }
}
