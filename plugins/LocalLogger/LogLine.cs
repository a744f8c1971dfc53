using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.LocalLogger;

/// <summary>The text of a log message in a log: <c>[job_name@hostname] HH:MM:SS,mmm LEVEL text</c>.</summary>
internal static class LogLine
{
    /// <summary>Seconds from 1970 to where the calendar begins and ends, a day off, so that every zone has them.</summary>
    private static readonly double Earliest = (DateTimeOffset.MinValue.AddDays(1) - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static readonly double Latest = (DateTimeOffset.MaxValue.AddDays(-1) - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <exception cref="MessageException">A field that a log message has is missing, or its time is none.</exception>
    public static string Format(LogRecord record, TimeZoneInfo zone)
    {
        var seconds = record.LogTime ?? throw Missing("log_time");
        var time = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch + Rounded(seconds), zone);
        return $"[{record.JobName ?? throw Missing("job_name")}@{record.Hostname}] {time:HH:mm:ss,fff} {record.LogLevel} {record.LogMsg ?? throw Missing("log_msg")}";
    }

    /// <summary>To whole milliseconds, carried into the second where that is due.</summary>
    private static TimeSpan Rounded(double seconds) =>
        seconds > Earliest && seconds < Latest
            ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000))
            : throw new MessageException(MessageFault.BadField, "log_time is no time between the years 1 and 9999");

    private static MessageException Missing(string field) =>
        new(MessageFault.BadField, $"a log message needs {field}");
}
