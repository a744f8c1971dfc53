using CC.Sdk.Options;

namespace AcmeWeather;

/// <summary>The options of a section <c>[cc.task.weather]</c>, or of one with <c>task = weather</c>.</summary>
public sealed record WeatherOptions
{
    /// <summary>How long to wait after each time: <c>interval = ...</c>, in seconds.</summary>
    [Option(Min = 0)]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}
