using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Wreck;

/// <summary>Writes more than anybody wants to read.</summary>
[Daemon("wreck-flood")]
public sealed partial class FloodDaemon(ILogger<FloodDaemon> logger) : IDaemon
{
    public const int Lines = 3000;

    public Task RunAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < Lines / 2; i++)
        {
            Console.WriteLine("flood");
            Console.Error.WriteLine("flood");
        }

        Log.Flooded(logger);
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "it has flooded")]
        public static partial void Flooded(ILogger logger);
    }
}
