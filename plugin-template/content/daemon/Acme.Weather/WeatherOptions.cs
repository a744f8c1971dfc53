using CC.Sdk.Options;

namespace AcmeWeather;

/// <summary>The options of a section <c>[d:NAME]</c> with <c>module = weather</c>.</summary>
public sealed record WeatherOptions
{
    /// <summary>How long after one report the next follows: <c>interval = ...</c>, in seconds.</summary>
    [Option(Min = 0.001)]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}
