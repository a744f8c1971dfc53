using Microsoft.Extensions.Logging;

namespace CC.Plugins.PgLogForward;

/// <summary>The log plugins of a daemon, one behind the other. Thread-safe.</summary>
internal sealed partial class LogChain(IReadOnlyList<ILogPlugin> plugins, ILogger logger)
{
    private readonly Lock gate = new();

    /// <summary>What is to be sent because of an entry. A plugin that fails keeps the others from nothing.</summary>
    public IReadOnlyList<DatabaseCall> Take(LogEntry entry) => Each((plugin, calls) => entry = plugin.Take(entry, calls));

    /// <summary>What is to be sent because it is time.</summary>
    public IReadOnlyList<DatabaseCall> Flush(bool isLast) => Each((plugin, calls) => plugin.Flush(calls, isLast));

    private List<DatabaseCall> Each(Action<ILogPlugin, List<DatabaseCall>> ask)
    {
        var calls = new List<DatabaseCall>();
        lock (gate)
        {
            foreach (var plugin in plugins)
            {
                try
                {
                    ask(plugin, calls);
                }
                catch (Exception crash)
                {
                    Log.Crashed(logger, crash, plugin.GetType().Name);
                }
            }
        }

        return calls;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Plugin} crashed")]
        public static partial void Crashed(ILogger logger, Exception crash, string plugin);
    }
}
