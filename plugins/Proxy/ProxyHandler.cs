using CC.Client;
using CC.Frames;
using CC.Sdk;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Proxy;

/// <summary>
/// A link to another node: sends it every message as it came, and returns what comes back along its route. Bodies are neither read nor
/// checked. While the other node is away as many messages wait as configured, and further ones are dropped; while it is
/// there but slow, senders wait.
/// </summary>
[Handler("proxy", Concurrent = true)]
public sealed partial class ProxyHandler : IHandler, IAsyncDisposable
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);

    private readonly ProxyOptions options;
    private readonly IMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ICounter replies;
    private readonly ICounter replyBytes;
    private readonly LinkState state = new();
    private readonly ReturnPath back;
    private readonly ZmtpSocket link;
    private readonly Pinger? ping;
    private volatile bool ending;
    private long lostAtEnd;

    /// <summary>Starts to connect to the other node.</summary>
    public ProxyHandler(ProxyOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<ProxyHandler> logger)
    {
        this.options = options;
        this.metrics = metrics;
        this.time = time;
        this.logger = logger;
        replies = metrics.Counter("proxied_replies");
        replyBytes = metrics.Counter("proxied_reply_bytes");
        back = new ReturnPath(messages, options.SendTimeout, time);
        link = new ZmtpSocket(SocketType.Dealer, SocketOptions(), ReturnAsync);
        link.Connect(options.RemoteCc);
        ping = options.Ping ? new Pinger(options.RemoteCc, messages, time, logger, Send) : null;
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (!link.TrySend(message.Frames))
        {
            return HandleFullAsync(message, cancellationToken);
        }

        state.Moved();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        if (ping is not null)
        {
            await ping.DisposeAsync();
        }

        ending = true;
        back.Stop();
        await link.DisposeAsync();
        state.Dispose();
        back.Dispose();
        if (Interlocked.Read(ref lostAtEnd) is > 0 and var lost)
        {
            Log.Lost(logger, lost, options.RemoteCc);
        }
    }

    /// <summary>CC 0.8.7 kept as many messages in each of two queues while the other node was away.</summary>
    private ZmtpSocketOptions SocketOptions()
    {
        var socket = options.ToSocketOptions(time);
        return socket with { SendHighWaterMark = 2 * socket.SendHighWaterMark, HeartbeatInterval = HeartbeatInterval, OnEvent = OnEvent };
    }

    /// <summary>Waits for room as long as the link is up, and not longer than the other node may take over it.</summary>
    private async ValueTask HandleFullAsync(Message message, CancellationToken cancellationToken)
    {
        if (!state.MayWait(out var lost))
        {
            metrics.CountDropped(state.IsUp ? DropReasons.LinkFull : DropReasons.LinkDown, 1, message.ContentLength);
            return;
        }

        using var limit = new CancellationTokenSource(options.SendTimeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken, lost);
        try
        {
            await link.SendAsync(message.Frames, ended.Token);
            state.Moved();
        }
        catch (OperationCanceledException)
        {
            if (!lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested && state.Stuck())
            {
                Log.Stuck(logger, options.RemoteCc, options.SendTimeout.TotalSeconds);
            }

            metrics.CountDropped(lost.IsCancellationRequested ? DropReasons.LinkDown : DropReasons.LinkFull, 1, message.ContentLength);
        }
    }

    /// <summary>A ping must not take the place of a message that waits while the other node is away.</summary>
    private void Send(Multipart frames)
    {
        if (state.IsUp)
        {
            link.TrySend(frames);
        }
    }

    /// <summary>What comes back without a route is an answer to this proxy's own ping.</summary>
    private ValueTask ReturnAsync(Multipart frames)
    {
        state.Moved();
        if (ping is not null && frames[0].IsEmpty)
        {
            ping.Answer(frames);
            return default;
        }

        replies.Add(1);
        replyBytes.Add(frames.ContentLength);
        return back.ReturnAsync(frames);
    }

    private void OnEvent(ZmtpEvent what)
    {
        switch (what.Kind)
        {
            case ZmtpEventKind.Connected:
                state.Up();
                Log.Connected(logger, options.RemoteCc);
                break;
            case ZmtpEventKind.Disconnected:
                state.Down();
                if (!ending)
                {
                    Log.Disconnected(logger, options.RemoteCc, what.Detail.Length > 0 ? what.Detail : "closed by the other side");
                }

                break;
            case ZmtpEventKind.HandshakeFailed when state.IsFirstFailure():
                Log.Refused(logger, options.RemoteCc, what.Detail.TrimEnd('.'));
                break;
            case ZmtpEventKind.ConnectFailed when state.IsFirstFailure():
                Log.Unreachable(logger, options.RemoteCc, what.Detail.TrimEnd('.'));
                break;
            case ZmtpEventKind.Dropped:
                if (ending && what.Drop != DropReason.NotTaken)
                {
                    Interlocked.Add(ref lostAtEnd, what.Count);
                }

                metrics.CountDropped(what.Drop == DropReason.NotTaken ? DropReasons.Stopped : DropReasons.LinkLost, what.Count, 0);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "connected to {Remote}")]
        public static partial void Connected(ILogger logger, string remote);

        [LoggerMessage(2, LogLevel.Warning, "lost the connection to {Remote}: {Why}")]
        public static partial void Disconnected(ILogger logger, string remote, string why);

        [LoggerMessage(3, LogLevel.Warning, "{Remote} does not take the connection: {Why}; it is tried again until it does")]
        public static partial void Refused(ILogger logger, string remote, string why);

        [LoggerMessage(4, LogLevel.Warning, "{Remote} is not there: {Why}; it is tried again until it is")]
        public static partial void Unreachable(ILogger logger, string remote, string why);

        [LoggerMessage(5, LogLevel.Warning, "{Remote} has taken nothing for {Seconds} s; messages are dropped until it does")]
        public static partial void Stuck(ILogger logger, string remote, double seconds);

        [LoggerMessage(6, LogLevel.Warning, "{Count} messages that waited for {Remote} when the link was closed are dropped")]
        public static partial void Lost(ILogger logger, long count, string remote);
    }
}
