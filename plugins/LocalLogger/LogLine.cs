using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.LocalLogger;

/// <summary>The text of a log message in a log: <c>[job_name@hostname] HH:MM:SS,mmm LEVEL text</c>.</summary>
internal static class LogLine
{
    /// <exception cref="MessageException">A field that a log message has is missing.</exception>
    public static string Format(LogRecord record, TimeZoneInfo zone)
    {
        var seconds = record.LogTime ?? throw Missing("log_time");
        var time = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch + Rounded(seconds), zone);
        return $"[{record.JobName ?? throw Missing("job_name")}@{record.Hostname}] {time:HH:mm:ss,fff} {record.LogLevel} {record.LogMsg ?? throw Missing("log_msg")}";
    }

    /// <summary>To whole milliseconds, carried into the second where that is due.</summary>
    private static TimeSpan Rounded(double seconds) =>
        Math.Abs(seconds) < 1e11 ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : throw Missing("log_time");

    private static MessageException Missing(string field) =>
        new(MessageFault.BadField, $"a log message needs {field}");
}
