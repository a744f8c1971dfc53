using System.Text.Json.Serialization;

namespace AcmeWeather;

/// <summary>What the task tells at its end.</summary>
internal sealed record WeatherDone([property: JsonPropertyName("times")] int Times);
