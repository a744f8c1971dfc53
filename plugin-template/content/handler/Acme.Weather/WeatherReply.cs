using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace AcmeWeather;

/// <summary>The body of what the handler answers.</summary>
internal sealed record WeatherReply : MessageBody
{
    public const string Type = "reply";

    [JsonPropertyName("text")]
    public required string Text { get; init; }

    [JsonPropertyName("place")]
    public required string Place { get; init; }
}
