using System.Text.RegularExpressions;

namespace CC.Plugins.PgLogForward;

/// <summary>Sends warnings and errors on to a database of logs (<c>log.add</c>), and now and then a line that tells that all is well.</summary>
internal sealed partial class ProcessErrors(LogPluginOptions options, string hostName, TimeProvider time) : ILogPlugin
{
    private const string Function = "log.add";
    private const string Service = "postgres_monitoring";
    private const string UnknownDatabase = "postgres";
    private const string LockWaiter = "ProcSleep";

    private static readonly string[] Sent = [ErrorLevels.Info, ErrorLevels.Warning, ErrorLevels.Error, ErrorLevels.Fatal];

    private long lastSent = time.GetTimestamp();

    public LogEntry Take(LogEntry entry, ICollection<DatabaseCall> calls)
    {
        var seen = Reclassify(entry, time.GetElapsedTime(lastSent) >= options.ErrorResetInterval);
        if (!Sent.Contains(seen.Level))
        {
            return seen;
        }

        seen = seen.Database.Length > 0 ? seen : seen with { Database = UnknownDatabase };
        calls.Add(LogForwardJson.Call(
            options.MsgSuffix, Function, hostName, null, Service, seen.Level, seen.Database, $"{seen.UserName} {seen.RemoteHost}: {seen.Message}"));
        lastSent = time.GetTimestamp();
        return seen;
    }

    public void Flush(ICollection<DatabaseCall> calls, bool isLast)
    {
        // Nothing is gathered.
    }

    /// <summary>A line that waits for a lock is a warning; any other may tell that all is well.</summary>
    private static LogEntry Reclassify(LogEntry entry, bool isTimeForInfo) => entry switch
    {
        not { Level: ErrorLevels.Log } => entry,
        { FunctionName: LockWaiter } => LockWait().Match(entry.Message) is { Success: true } wait
            ? entry with { Level = ErrorLevels.Warning, Message = $"{wait.Groups["lock"].Value} lock waits" }
            : entry,
        _ => isTimeForInfo ? entry with { Level = ErrorLevels.Info } : entry,
    };

    [GeneratedRegex(@"process [0-9]+ still waiting for (?<lock>\w+) on relation [0-9]+ of database [0-9]+ after [0-9.]+ ms", RegexOptions.CultureInvariant)]
    private static partial Regex LockWait();
}
