using System.Text;
using System.Threading.Channels;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Server.Diagnostics;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>
/// Sends what daemons log as messages of type <c>log.LEVEL</c> to the node's routes, as CC 0.8.7's daemons do; where no route leads
/// from there, it goes to the node's own log. Logging never waits: when too much is on its way, lines are dropped and counted.
/// </summary>
internal sealed class DaemonLog
{
    private const int MaxWaiting = 10_000;

    private readonly Channel<DaemonLogLine> waiting = Channel.CreateBounded<DaemonLogLine>(MaxWaiting);
    private readonly CancellationTokenSource stopping = new();
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

    /// <summary>What the lines of a section are sent with, if that has keys of its own.</summary>
    public Func<string, IMessages>? MessagesOf { get; init; }

    /// <summary>The logger of a daemon.</summary>
    public ILogger LoggerFor(ComponentContext daemon) => new Logger(this, daemon, loggers.CreateLogger(daemon.Section));

    /// <summary>Sends what waits, until the deadline; from then on, lines go to the node's own log.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        waiting.Writer.TryComplete();
        await using (deadline.Register(stopping.Cancel))
        {
            await loop;
        }
    }

    private async Task RunAsync()
    {
        await foreach (var line in waiting.Reader.ReadAllAsync())
        {
            var record = line.ToRecord();
            if (stopping.IsCancellationRequested || dispatcher.Routes.Find(Encoding.ASCII.GetBytes(record.Req)).IsEmpty)
            {
                Write(line);
            }
            else
            {
                await PublishAsync(record, line);
            }
        }
    }

    private async Task PublishAsync(LogRecord record, DaemonLogLine line)
    {
        try
        {
            // A concurrent handler that does not end would hold up the node's stopping.
            var way = MessagesOf?.Invoke(line.Daemon.Section) ?? messages;
            await way.PublishAsync(record, BodiesJson.Default.LogRecord, stopping.Token).AsTask().WaitAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            Write(line);
        }
    }

    private void Write(DaemonLogLine line) =>
        loggers.CreateLogger(line.Daemon.Section).Log(line.Level, line.EventId, line.Exception, "{Text}", line.Text);

    /// <summary>Takes what a daemon has logged that runs elsewhere.</summary>
    public void Take(DaemonLogLine line)
    {
        if (waiting.Writer.TryWrite(line))
        {
            return;
        }

        if (waiting.Reader.Completion.IsCompleted)
        {
            Write(line);
        }
        else
        {
            traffic.Dropped(DropReasons.LogQueueFull, Encoding.UTF8.GetByteCount(line.Text));
        }
    }

    private sealed class Logger(DaemonLog log, ComponentContext daemon, ILogger local) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => local.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Take(new DaemonLogLine(daemon, logLevel, eventId, log.time.GetUtcNow(), formatter(state, exception), exception));
            }
        }
    }
}
