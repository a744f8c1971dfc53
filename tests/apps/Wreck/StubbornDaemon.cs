using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Wreck;

/// <summary>Does not end when it is told to, nor lets the process end.</summary>
[Daemon("wreck-stubborn")]
public sealed partial class StubbornDaemon(ILogger<StubbornDaemon> logger) : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Thread.CurrentThread.Join();
        Log.Begins(logger);
        return Task.Delay(Timeout.Infinite, CancellationToken.None);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "nothing ends it")]
        public static partial void Begins(ILogger logger);
    }
}
