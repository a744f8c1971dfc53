using CC.Sdk;

namespace AcmeWeather;

/// <summary>Publishes a report at once, and then again and again.</summary>
[Daemon("weather")]
public sealed class WeatherDaemon(WeatherOptions options, IMessages messages, TimeProvider time) : IDaemon
{
    internal const string Text = "hello";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        do
        {
            var report = new WeatherReport { Req = WeatherReport.Type, Text = Text };
            await messages.PublishAsync(report, WeatherJson.Default.WeatherReport, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
