namespace AcmeWeather;

/// <summary>The options of a section <c>[h:NAME]</c> with <c>handler = weather</c>.</summary>
public sealed record WeatherOptions
{
    /// <summary>The place that replies tell of: <c>place = ...</c>.</summary>
    public string Place { get; init; } = "here";
}
