using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace AcmeWeather;

/// <summary>The body of what the daemon publishes.</summary>
internal sealed record WeatherReport : MessageBody
{
    public const string Type = "weather.report";

    [JsonPropertyName("text")]
    public required string Text { get; init; }
}
