using CC.Frames;
using CC.Sdk;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Server.Messaging;

/// <summary>The node's one socket, for all that comes in and all answers that go out; links within the process are answered by the same rule.</summary>
internal sealed partial class NodeSocket : IAsyncDisposable
{
    private readonly ZmtpSocket router;
    private readonly LinkTable links;
    private readonly Traffic traffic;
    private readonly ILogger logger;

    public NodeSocket(NodeOptions options, LinkTable links, Traffic traffic, Func<Multipart, ValueTask> receive, ILogger logger)
    {
        this.links = links;
        this.traffic = traffic;
        this.logger = logger;
        router = new ZmtpSocket(SocketType.Router, SocketOptions(options) with { OnEvent = OnEvent }, receive);
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

    /// <summary>Sends frames to where the first of them says.</summary>
    public void Return(in Multipart frames)
    {
        var rest = frames.IsEmpty ? frames : frames.Pop(out _);
        if (rest.IsEmpty)
        {
            traffic.Dropped("unroutable", frames.ContentLength);
            return;
        }

        frames.Pop(out var address);
        if (LinkTable.IsLink(address.Span))
        {
            ReturnToLink(address.Span, rest);
        }
        else
        {
            router.TrySend(frames);
        }
    }

    public ValueTask DisposeAsync() => router.DisposeAsync();

    private static ZmtpSocketOptions SocketOptions(NodeOptions options) => new()
    {
        SendHighWaterMark = Math.Max(0, options.HighWaterMark),
        ReceiveHighWaterMark = Math.Max(0, options.HighWaterMark),
        Linger = options.Linger < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : options.Linger,
        MaxMessageSize = (int)options.MaxMessageSize.Octets,
        MaxConnections = options.MaxConnections,
        Tcp = new TcpOptions
        {
            KeepAlive = options.KeepAlive != 0,
            KeepAliveIdle = options.KeepAliveIdle,
            KeepAliveInterval = options.KeepAliveInterval,
            KeepAliveCount = options.KeepAliveCount,
            ReceiveBuffer = (int)options.ReceiveBuffer.Octets,
            SendBuffer = (int)options.SendBuffer.Octets,
        },
    };

    private void ReturnToLink(ReadOnlySpan<byte> address, in Multipart frames)
    {
        if (links.Find(address) is not { } receive)
        {
            traffic.Dropped("unroutable", frames.ContentLength);
        }
        else if (Message.TryParse(frames, out var message) is not MessageFault.None and var fault)
        {
            traffic.Malformed(fault, frames.ContentLength);
        }
        else
        {
            _ = ReceiveAsync(receive, message);
        }
    }

    private async Task ReceiveAsync(Func<Message, ValueTask> receive, Message message)
    {
        try
        {
            await receive(message);
        }
        catch (Exception failure)
        {
            Log.LinkFailed(logger, failure, message.Type);
        }
    }

    private void OnEvent(ZmtpEvent what)
    {
        switch (what.Kind)
        {
            case ZmtpEventKind.Dropped:
                traffic.Dropped(what.Drop is DropReason.Unroutable ? "unroutable" : what.Drop is DropReason.QueueFull ? "peer-queue-full" : "peer-lost", 0, what.Count);
                break;
            case ZmtpEventKind.HandshakeFailed:
                Log.HandshakeFailed(logger, what.Peer, what.Error, what.Detail);
                break;
            case ZmtpEventKind.Disconnected when what.Error is { } error and not ZmtpError.ConnectionLost:
                Log.Disconnected(logger, what.Peer, error, what.Detail);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "connection from {Peer} did not become ready: {Error}: {Detail}")]
        public static partial void HandshakeFailed(ILogger logger, string peer, ZmtpError? error, string detail);

        [LoggerMessage(2, LogLevel.Warning, "connection from {Peer} closed: {Error}: {Detail}")]
        public static partial void Disconnected(ILogger logger, string peer, ZmtpError error, string detail);

        [LoggerMessage(3, LogLevel.Error, "the receiver of an answer of type {Type} failed")]
        public static partial void LinkFailed(ILogger logger, Exception failure, string type);
    }
}
