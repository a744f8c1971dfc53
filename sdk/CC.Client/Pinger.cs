using CC.Frames;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Client;

/// <summary>Asks a node every second, over a link that somebody else holds, if it is there, and logs when it is not. Thread-safe.</summary>
public sealed partial class Pinger : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly string url;
    private readonly IMessages messages;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Action<Multipart> send;
    private readonly PingMonitor monitor;
    private readonly long started;
    private readonly ITimer timer;
    private bool silent;

    /// <summary>Starts to ping.</summary>
    /// <param name="url">The URL by which the node is reached.</param>
    /// <param name="messages">Makes and reads messages.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the node falls silent, at level warning, when it is back, and of each answer at lower levels.</param>
    /// <param name="send">Sends a ping over the link, or drops it if it can't be sent at once. Must not throw.</param>
    public Pinger(string url, IMessages messages, TimeProvider time, ILogger logger, Action<Multipart> send)
    {
        this.url = url;
        this.messages = messages;
        this.time = time;
        this.logger = logger;
        this.send = send;
        monitor = new PingMonitor(url);
        started = time.GetTimestamp();
        timer = time.CreateTimer(_ => Ping(), null, Period, Period);
    }

    private double Now => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private TimeSpan Passed => time.GetElapsedTime(started);

    /// <summary>Takes what came back over the link. What is no answer to a ping is logged.</summary>
    public void Answer(Multipart frames)
    {
        if (Read(frames) is not { } response)
        {
            Log.Unexpected(logger, url);
            return;
        }

        lock (monitor)
        {
            var (verdict, roundTrip) = monitor.Answer(response, Now, Passed);
            Log.Pong(logger, LevelOf(verdict), url, verdict, roundTrip.TotalMilliseconds);
            if (silent && verdict != Pong.Foreign)
            {
                silent = false;
                Log.BackAgain(logger, url);
            }
        }
    }

    /// <summary>Stops to ping.</summary>
    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private static LogLevel LevelOf(Pong verdict) => verdict switch
    {
        Pong.OnTime => LogLevel.Trace,
        Pong.Late => LogLevel.Debug,
        Pong.TooLate => LogLevel.Information,
        _ => LogLevel.Warning,
    };

    private EchoResponse? Read(Multipart frames)
    {
        try
        {
            return Message.TryParse(frames, out var message) == MessageFault.None ? messages.Open(message, BodiesJson.Default.EchoResponse) : null;
        }
        catch (MessageException)
        {
            return null;
        }
    }

    private void Ping()
    {
        lock (monitor)
        {
            if (monitor.Silence is { } silence && !silent)
            {
                silent = true;
                Log.Silent(logger, url, silence.TotalSeconds);
            }

            send(messages.Compose(monitor.Ping(Now, Passed), BodiesJson.Default.EchoRequest).Frames);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Url} has not answered for {Seconds:0} s")]
        public static partial void Silent(ILogger logger, string url, double seconds);

        [LoggerMessage(EventId = 2, Message = "{Url} answered: {Verdict}, {Milliseconds:0.0} ms")]
        public static partial void Pong(ILogger logger, LogLevel level, string url, Pong verdict, double milliseconds);

        [LoggerMessage(4, LogLevel.Information, "{Url} answers again")]
        public static partial void BackAgain(ILogger logger, string url);

        [LoggerMessage(3, LogLevel.Warning, "{Url} sent back what is no answer to a ping")]
        public static partial void Unexpected(ILogger logger, string url);
    }
}
