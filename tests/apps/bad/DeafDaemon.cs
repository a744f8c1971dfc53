using System.IO;
using CC.Sdk;
using Microsoft.Extensions.Logging;

// Does not heed its cancellation: it ends when there is a file, which a test names.
[Daemon("weather")]
public sealed class WeatherDaemon(ILogger<WeatherDaemon> logger) : IDaemon
{
    private const string Until = "hello";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        logger.Log(LogLevel.Information, default, Until, null, (_, _) => "says nothing");
        while (!File.Exists(Until))
        {
            await Task.Delay(10, CancellationToken.None);
        }
    }
}
