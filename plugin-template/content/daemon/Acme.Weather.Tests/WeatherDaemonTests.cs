using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace AcmeWeather.Tests;

public sealed class WeatherDaemonTests
{
    [Fact]
    public async Task Publishes_its_text_at_once_and_after_each_interval()
    {
        var messages = new FakeMessages();
        var time = new ManualTime();
        using var stop = new CancellationTokenSource();
        var daemon = new WeatherDaemon(OptionsOf.Section<WeatherOptions>("interval = 60"), messages, time);

        var running = daemon.RunAsync(stop.Token);
        time.Advance(TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(() => messages.Published.Count == 2, () => $"{messages.Published.Count} reports were published");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.All(messages.Published, message => Assert.Equal(WeatherDaemon.Text, messages.Open(message, WeatherJson.Default.WeatherReport).Text));
    }
}
