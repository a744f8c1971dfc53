using System.Globalization;

namespace CC.Plugins.PgLogForward;

/// <summary>Gathers who uses which database how much, and sends it as an event of a queue (<c>pgq.insert_event</c>) now and then, and at the end.</summary>
internal sealed class HandleStats(LogPluginOptions options, string hostName, TimeProvider time, Action<int> full) : ILogPlugin
{
    private const string Function = "pgq.insert_event";
    private const string EventType = "dba.set_role_usage";
    private const string AllStatements = "SQL statements";

    private readonly Dictionary<UseKey, Use> uses = [];
    private long since = time.GetTimestamp();

    public LogEntry Take(LogEntry entry, ICollection<DatabaseCall> calls)
    {
        if (options.StatQueueName.Length == 0)
        {
            return entry;
        }

        var seen = entry.RemoteHost == "[local]" ? entry with { RemoteHost = "127.0.0.1" } : entry;
        if (StatementLine.Read(seen.Message, options.ParseStatements) is not { } line)
        {
            return seen;
        }

        if (line.Action is not null)
        {
            Add(seen, line.Action, line.Calls, line.ActionMilliseconds);
        }

        if (line.Calls > 0 || line.StatementMilliseconds > 0)
        {
            Add(seen, AllStatements, line.Calls, line.StatementMilliseconds);
        }

        return seen;
    }

    public void Flush(ICollection<DatabaseCall> calls, bool isLast)
    {
        var elapsed = time.GetElapsedTime(since);
        if (uses.Count == 0 || (elapsed < options.StatInterval && !isLast))
        {
            return;
        }

        var sample = UrlText.Of(
            ("hostname", hostName), ("sample_length", $"{(long)elapsed.TotalSeconds} seconds"), ("snap_time", time.GetLocalNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture)));
        var rows = $"{{{string.Join(',', uses.Select(Row))}}}";
        calls.Add(LogForwardJson.Call(
            options.MsgSuffix, Function, null, options.StatQueueName, EventType, UrlText.Of(("0", "username=discovery"), ("1", sample), ("2", rows))));
        uses.Clear();
        since = time.GetTimestamp();
    }

    private static string Row(KeyValuePair<UseKey, Use> use) => UrlText.Of(
        ("role_name", use.Key.UserName),
        ("database", use.Key.Database),
        ("ip_address", use.Key.RemoteHost),
        ("action", use.Key.Action),
        ("log_count", Text(use.Value.Count)),
        ("log_duration", Text((long)use.Value.Milliseconds)),
        ("log_count_dur5", Text(use.Value.Over5Seconds)),
        ("log_count_dur20", Text(use.Value.Over20Seconds)));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Add(LogEntry entry, string action, int count, double milliseconds)
    {
        var key = new UseKey(entry.Database, entry.UserName, entry.RemoteHost, action);
        if (uses.TryGetValue(key, out var use) || uses.Count < options.MaxStatItems)
        {
            uses[key] = use.And(count, milliseconds);
        }
        else
        {
            full(options.MaxStatItems);
        }
    }
}
