using System.Globalization;
using CC.Cli.Output;
using CC.Sdk.Bodies;

namespace CC.Cli.Logs;

/// <summary>A log message as <c>locallogger</c> writes it, in this machine's time, and in the colour of its level.</summary>
internal static class LogLine
{
    private const string Plain = "\e[0m";
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Grey = "\e[90m";

    public static string Format(LogRecord record, TimeZoneInfo zone, bool hasColours)
    {
        var line = CellText.Clean($"[{record.JobName}@{record.Hostname}] {Time(record.LogTime, zone)} {record.LogLevel} {record.LogMsg}");
        return hasColours && Colour(record.LogLevel ?? "") is { } colour ? $"{colour}{line}{Plain}" : line;
    }

    private static string Time(double? seconds, TimeZoneInfo zone) => seconds is > 0 and < 253402214400
        ? TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(Math.Round(seconds.Value * 1000)), zone).ToString("HH:mm:ss,fff", CultureInfo.InvariantCulture)
        : "--:--:--,---";

    private static string? Colour(string level) => LogLevels.Rank(level) switch
    {
        >= 4 => Red,
        3 => Yellow,
        0 or 1 => Grey,
        _ => null,
    };
}
