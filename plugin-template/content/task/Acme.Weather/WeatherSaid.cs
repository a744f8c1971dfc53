using System.Text.Json.Serialization;

namespace AcmeWeather;

/// <summary>What the task tells while it runs.</summary>
internal sealed record WeatherSaid([property: JsonPropertyName("text")] string Text);
