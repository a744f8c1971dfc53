using CC.Sdk;
using Microsoft.Extensions.Logging;

// What the bad daemons differ from: says one constant, and waits.
[Daemon("weather")]
public sealed class WeatherDaemon(ILogger<WeatherDaemon> logger) : IDaemon
{
    private const string Text = "hello";

    public Task RunAsync(CancellationToken cancellationToken)
    {
        logger.Log(LogLevel.Information, default, Text, null, (text, _) => $"says {text}");
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
