using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Wreck;

/// <summary>Says what it hears of a plugin, until it has heard something, and then listens no longer.</summary>
[Daemon("wreck-listener")]
public sealed partial class ListenerDaemon(IEvents events, ILogger<ListenerDaemon> logger) : IDaemon
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (events.Subscribe("plugin.Echo", told =>
        {
            Log.Heard(logger, told.Name, System.Text.Encoding.UTF8.GetString(told.Payload.Span));
            heard.TrySetResult();
        }))
        {
            await heard.Task.WaitAsync(cancellationToken);
        }

        using var others = events.Subscribe("", _ => { });
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "it hears of {Name}: {Payload}")]
        public static partial void Heard(ILogger logger, string name, string payload);
    }
}
