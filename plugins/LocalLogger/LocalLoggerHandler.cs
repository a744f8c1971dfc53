using System.Text;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.LocalLogger;

/// <summary>Writes log messages to the node's own log, and tells them to whoever listens: as events <c>log.LEVEL</c>, which cost next to nothing while nobody does.</summary>
[Handler("locallogger")]
public sealed partial class LocalLoggerHandler(IMessages messages, IEvents events, TimeProvider time, ILogger<LocalLoggerHandler> logger) : IHandler
{
    /// <summary>Octets of a message that is no log line that are worth a line in the log.</summary>
    private const int MaxBody = 4096;

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var record = messages.Open(message, BodiesJson.Default.LogRecord);
        if (record.LogLevel is null)
        {
            Log.NoLogLine(logger, LogLine.OneLine(Encoding.UTF8.GetString(message.Body.Span[..Math.Min(message.Body.Length, MaxBody)])));
            return default;
        }

        var level = LevelOf(record.LogLevel);
        Log.Line(logger, level, LogLine.Format(record, time.LocalTimeZone));
        events.Publish(EventOf(level), LogLine.Limited(record), BodiesJson.Default.LogRecord);
        return default;
    }

    /// <summary>The line keeps the level that it was logged with, so that the node's own log can be filtered by it.</summary>
    private static LogLevel LevelOf(string name) => name.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARNING" or "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "CRITICAL" or "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    private static string EventOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "log.trace",
        LogLevel.Debug => "log.debug",
        LogLevel.Warning => "log.warning",
        LogLevel.Error => "log.error",
        LogLevel.Critical => "log.critical",
        _ => "log.info",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "non-log msg: {Body}")]
        public static partial void NoLogLine(ILogger logger, string body);

        [LoggerMessage(EventId = 2, Message = "{Text}")]
        public static partial void Line(ILogger logger, LogLevel level, string text);
    }
}
