using CC.Frames;
using CC.Sdk;
using CC.Server.Diagnostics;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Server.Messaging;

/// <summary>The node's one socket, for all that comes in and all answers that go out; links within the process are answered by the same rule.</summary>
internal sealed partial class NodeSocket : IAsyncDisposable
{
    private readonly ZmtpSocket router;
    private readonly LinkDelivery links;
    private readonly Traffic traffic;
    private readonly ILogger logger;
    private readonly OncePerInterval quiet;

    public NodeSocket(ZmtpSocketOptions options, LinkTable links, Traffic traffic, Func<Multipart, ValueTask> receive, ILogger logger)
    {
        this.links = new LinkDelivery(links, traffic, logger);
        this.traffic = traffic;
        this.logger = logger;
        quiet = new OncePerInterval(TimeSpan.FromSeconds(30), options.Time);
        router = new ZmtpSocket(SocketType.Router, options with { OnEvent = OnEvent }, receive);
    }

    /// <summary>Starts to listen, and returns the endpoints with what was left open filled in.</summary>
    /// <exception cref="ZmtpException">An endpoint can't be bound.</exception>
    public async Task<IReadOnlyList<string>> BindAsync(IEnumerable<string> endpoints)
    {
        var bound = new List<string>();
        foreach (var endpoint in endpoints)
        {
            bound.Add(await router.BindAsync(endpoint));
        }

        return bound;
    }

    /// <summary>Takes no new connections; those that exist go on.</summary>
    public Task UnbindAsync(IEnumerable<string> bound) => Task.WhenAll(bound.Select(router.UnbindAsync));

    /// <summary>Whether a message comes from this machine: over a local connection, or from within the node. Ask while it is being handled.</summary>
    public bool IsLocal(in Message message)
    {
        if (message.Route.Count == 0)
        {
            return true;
        }

        message.Frames.Pop(out var address);
        return LinkTable.IsLink(address.Span) || router.IsLocalPeer(address.Span);
    }

    /// <summary>Sends frames to where the first of them says; false if they were dropped, which is counted.</summary>
    public bool Return(in Multipart frames)
    {
        var rest = frames.IsEmpty ? frames : frames.Pop(out _);
        if (rest.IsEmpty)
        {
            traffic.Dropped(DropReasons.Unroutable, frames.ContentLength);
            return false;
        }

        frames.Pop(out var address);
        return LinkTable.IsLink(address.Span) ? links.Deliver(address.Span, rest) : ReturnToPeer(frames);
    }

    /// <summary>Sends frames to where the first of them says, once there is room; what is not sent is counted.</summary>
    /// <exception cref="PeerGoneException">Nobody is there, or is any more.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ValueTask ReturnAsync(Multipart frames, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> address = default;
        var rest = frames.IsEmpty ? frames : frames.Pop(out address);
        return !rest.IsEmpty && !LinkTable.IsLink(address.Span) ? ReturnToPeerAsync(frames, cancellationToken)
            : Return(frames) ? default // A link takes all that comes.
            : ValueTask.FromException(new PeerGoneException());
    }

    /// <summary>Whether the connection, or the link, is there that a route starts with.</summary>
    public bool IsReachable(MessageRoute route)
    {
        var address = route.First();
        try
        {
            return LinkTable.IsLink(address.Span) ? links.IsThere(address.Span) : router.IsConnectedPeer(address.Span);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => router.DisposeAsync();

    private bool ReturnToPeer(in Multipart frames)
    {
        try
        {
            return router.TrySend(frames);
        }
        catch (ObjectDisposedException)
        {
            traffic.Dropped(DropReasons.Stopped, frames.ContentLength);
            return false;
        }
    }

    private async ValueTask ReturnToPeerAsync(Multipart frames, CancellationToken cancellationToken)
    {
        try
        {
            await router.SendPatientlyAsync(frames, cancellationToken);
        }
        catch (ZmtpException gone) when (gone.Error is ZmtpError.HostUnreachable or ZmtpError.ConnectionLost)
        {
            traffic.Dropped(gone.Error == ZmtpError.HostUnreachable ? DropReasons.Unroutable : DropReasons.PeerLost, frames.ContentLength);
            throw new PeerGoneException();
        }
        catch (ObjectDisposedException)
        {
            traffic.Dropped(DropReasons.Stopped, frames.ContentLength);
            throw new PeerGoneException();
        }
        catch (OperationCanceledException)
        {
            traffic.Dropped(DropReasons.PeerQueueFull, frames.ContentLength);
            throw;
        }
    }

    private void OnEvent(ZmtpEvent what)
    {
        var error = what.Error ?? ZmtpError.ConnectionLost;
        switch (what.Kind)
        {
            case ZmtpEventKind.Dropped:
                traffic.Dropped(ReasonOf(what.Drop), 0, what.Count);
                break;
            case ZmtpEventKind.HandshakeFailed:
                // Who connects and goes away without a word only looks whether somebody listens.
                traffic.Refused(error.ToString());
                Log.HandshakeFailed(logger, LevelOf(error, "refused"), what.Peer, error, what.Detail);
                break;
            case ZmtpEventKind.Disconnected when error != ZmtpError.ConnectionLost:
                traffic.Broken(error.ToString());
                Log.Disconnected(logger, LevelOf(error, "broken"), what.Peer, error, what.Detail);
                break;
        }
    }

    /// <summary>A warning now and then; the rest is for who asks for it.</summary>
    private LogLevel LevelOf(ZmtpError error, string kind) =>
        error != ZmtpError.ConnectionLost && quiet.IsTime($"{kind} {error}") ? LogLevel.Warning : LogLevel.Debug;

    private static string ReasonOf(DropReason? drop) => drop switch
    {
        DropReason.Unroutable => DropReasons.Unroutable,
        DropReason.QueueFull => DropReasons.PeerQueueFull,
        DropReason.NotTaken => DropReasons.Stopped,
        _ => DropReasons.PeerLost,
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Message = "connection from {Peer} did not become ready: {Error}: {Detail}")]
        public static partial void HandshakeFailed(ILogger logger, LogLevel level, string peer, ZmtpError error, string detail);

        [LoggerMessage(EventId = 2, Message = "connection from {Peer} closed: {Error}: {Detail}")]
        public static partial void Disconnected(ILogger logger, LogLevel level, string peer, ZmtpError error, string detail);
    }
}
