using System.Text;
using System.Threading.Channels;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Server.Diagnostics;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server.Plugins;

/// <summary>
/// Sends what daemons log as messages of type <c>log.LEVEL</c> to the node's routes, as CC 0.8.7's daemons do; where no route leads
/// from there, it goes to the node's own log. Logging never waits: when too much is on its way, lines are dropped and counted.
/// </summary>
internal sealed class DaemonLog : IAsyncDisposable
{
    private const int MaxWaiting = 10_000;

    private readonly Channel<Line> waiting = Channel.CreateBounded<Line>(MaxWaiting);
    private readonly Dispatcher dispatcher;
    private readonly IMessages messages;
    private readonly ILoggerFactory loggers;
    private readonly Traffic traffic;
    private readonly TimeProvider time;
    private readonly Task loop;

    public DaemonLog(Dispatcher dispatcher, IMessages messages, ILoggerFactory loggers, Traffic traffic, TimeProvider time)
    {
        this.dispatcher = dispatcher;
        this.messages = messages;
        this.loggers = loggers;
        this.traffic = traffic;
        this.time = time;
        loop = Task.Run(RunAsync);
    }

    public ILogger LoggerFor(ComponentContext daemon) => new Logger(this, daemon, loggers.CreateLogger(daemon.Section));

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
    }

    private async Task RunAsync()
    {
        await foreach (var line in waiting.Reader.ReadAllAsync())
        {
            var record = RecordOf(line);
            if (dispatcher.Routes.Find(Encoding.ASCII.GetBytes(record.Req)).IsEmpty)
            {
                loggers.CreateLogger(line.Daemon.Section).Log(line.Level, line.EventId, line.Exception, "{Text}", line.Text);
            }
            else
            {
                await messages.PublishAsync(record, BodiesJson.Default.LogRecord);
            }
        }
    }

    private LogRecord RecordOf(Line line)
    {
        var level = line.Level == LogLevel.Information ? "INFO" : line.Level.ToString().ToUpperInvariant();
        return new LogRecord
        {
            Req = $"log.{level.ToLowerInvariant()}",
            LogLevel = level,
            ServiceType = line.Daemon.Section,
            JobName = line.Daemon.JobName,
            LogMsg = line.Exception is null ? line.Text : $"{line.Text}\n{line.Exception}",
            LogTime = (line.Time - DateTimeOffset.UnixEpoch).TotalSeconds,
            LogPid = Environment.ProcessId,
            LogLine = 0,
            LogFunction = line.EventId.Name ?? "",
        };
    }

    private sealed record Line(ComponentContext Daemon, LogLevel Level, EventId EventId, DateTimeOffset Time, string Text, Exception? Exception);

    private sealed class Logger(DaemonLog log, ComponentContext daemon, ILogger local) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => local.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)
                && !log.waiting.Writer.TryWrite(new Line(daemon, logLevel, eventId, log.time.GetUtcNow(), formatter(state, exception), exception)))
            {
                log.traffic.Dropped("log-queue-full", 0);
            }
        }
    }
}
