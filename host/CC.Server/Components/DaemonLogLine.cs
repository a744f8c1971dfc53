using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>Something that a daemon has logged.</summary>
internal sealed record DaemonLogLine(ComponentContext Daemon, LogLevel Level, EventId EventId, DateTimeOffset Time, string Text, Exception? Exception)
{
    /// <summary>The process that the daemon runs in.</summary>
    public int ProcessId { get; init; } = Environment.ProcessId;

    /// <summary>The body of the message that carries it.</summary>
    public LogRecord ToRecord()
    {
        var level = Level == LogLevel.Information ? "INFO" : Level.ToString().ToUpperInvariant();
        return new LogRecord
        {
            Req = $"log.{level.ToLowerInvariant()}",
            LogLevel = level,
            ServiceType = Daemon.Section,
            JobName = Daemon.JobName,
            LogMsg = Exception is null ? Text : $"{Text}\n{Exception}",
            LogTime = (Time - DateTimeOffset.UnixEpoch).TotalSeconds,
            LogPid = ProcessId,
            LogLine = 0,
            LogFunction = EventId.Name ?? "",
        };
    }
}
