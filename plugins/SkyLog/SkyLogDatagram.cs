using System.Text.Json;
using CC.Sdk.Bodies;

namespace CC.Plugins.SkyLog;

/// <summary>Reads a datagram, and makes of it a line of a log as daemons of CC send it.</summary>
internal static class SkyLogDatagram
{
    /// <summary>What is wrong with it, or <see cref="DatagramFault.None"/> and the line. One that does not say when it was written was written now.</summary>
    public static DatagramFault TryRead(ReadOnlySpan<byte> datagram, TimeProvider time, out LogRecord? line)
    {
        line = null;
        SkyLogRecord? record;
        try
        {
            record = JsonSerializer.Deserialize(datagram, SkyLogJson.Default.SkyLogRecord);
        }
        catch (JsonException)
        {
            return DatagramFault.NotJson;
        }

        if (record is not { Message: { } message, Level: { } name })
        {
            return record is null ? DatagramFault.NotJson : DatagramFault.MissingField;
        }

        if (LevelOf(name) is not { } level)
        {
            return DatagramFault.UnknownLevel;
        }

        line = new LogRecord
        {
            Req = $"log.{level.ToLowerInvariant()}",
            Hostname = record.Properties?.HostName ?? "",
            LogLevel = level,
            ServiceType = record.Properties?.ApplicationType ?? "",
            JobName = record.Properties?.Application ?? "",
            LogMsg = message,
            LogTime = (record.Timestamp is { } written && double.IsFinite(written) ? written : (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds) / 1000,
            LogPid = 0,
            LogLine = 0,
            LogFunction = "",
        };
        return DatagramFault.None;
    }

    /// <summary>The level as CC calls it; null if there is none.</summary>
    private static string? LevelOf(string written) => written.ToUpperInvariant() switch
    {
        "TRACE" => "TRACE",
        "DEBUG" => "DEBUG",
        "INFO" => "INFO",
        "WARN" or "WARNING" => "WARNING",
        "ERROR" => "ERROR",
        "FATAL" or "CRITICAL" => "CRITICAL",
        _ => null,
    };
}
