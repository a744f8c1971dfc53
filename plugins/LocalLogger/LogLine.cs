using System.Globalization;
using System.Text;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.LocalLogger;

/// <summary>The text of a log message in a log: <c>[job_name@hostname] HH:MM:SS,mmm LEVEL text</c>.</summary>
internal static class LogLine
{
    /// <summary>Characters of a message that are worth a line in the log.</summary>
    private const int MaxText = 64 * 1024;

    /// <summary>Seconds from 1970 to where the calendar begins and ends, a day off, so that every zone has them.</summary>
    private static readonly double Earliest = (DateTimeOffset.MinValue.AddDays(1) - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static readonly double Latest = (DateTimeOffset.MaxValue.AddDays(-1) - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <exception cref="MessageException">A field that a log message has is missing, or its time is none.</exception>
    public static string Format(LogRecord record, TimeZoneInfo zone)
    {
        var seconds = record.LogTime ?? throw Missing("log_time");
        var time = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch + Rounded(seconds), zone);
        var text = Limited(record.LogMsg ?? throw Missing("log_msg"));
        return OneLine($"[{record.JobName ?? throw Missing("job_name")}@{record.Hostname}] {time:HH:mm:ss,fff} {record.LogLevel} {text}");
    }

    /// <summary>The record with no more text than a line has.</summary>
    public static LogRecord Limited(LogRecord record) => record.LogMsg is { Length: > MaxText } text ? record with { LogMsg = Limited(text) } : record;

    /// <summary>What a stranger sends must not look like a line of somebody else's, nor reach a terminal as a command: control characters are shown as <c>\n</c>, <c>\x1b</c>.</summary>
    public static string OneLine(string text)
    {
        if (!text.Any(IsControl))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                _ when !IsControl(character) => line.Append(character),
                > '\xff' => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => line.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}"),
            };
        }

        return line.ToString();
    }

    /// <summary>Line and paragraph separators end a line for some readers; a tab does no harm.</summary>
    private static bool IsControl(char character) => (char.IsControl(character) && character != '\t') || character is '\u2028' or '\u2029';

    private static string Limited(string text) =>
        text.Length <= MaxText ? text : $"{text.AsSpan(0, MaxText)}.. ({text.Length - MaxText} more characters)";

    /// <summary>To whole milliseconds, carried into the second where that is due.</summary>
    private static TimeSpan Rounded(double seconds) =>
        seconds > Earliest && seconds < Latest
            ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000))
            : throw new MessageException(MessageFault.BadField, "log_time is no time between the years 1 and 9999");

    private static MessageException Missing(string field) =>
        new(MessageFault.BadField, $"a log message needs {field}");
}
