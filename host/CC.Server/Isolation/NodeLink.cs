using CC.Client.Security;
using CC.Frames;
using CC.Sdk;
using CC.Server.Diagnostics;
using CC.Server.Messaging;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>
/// The way of a component in a process of its own to its node's messages: a client's connection. Links have the same addresses as within the node, behind the
/// connection's own.
/// </summary>
internal sealed partial class NodeLink : IAsyncDisposable
{
    private readonly LinkDelivery delivery;
    private readonly Traffic traffic;
    private readonly ILogger logger;
    private readonly ZmtpSocket dealer;

    public NodeLink(ComponentOrder order, Traffic traffic, ILogger logger, TimeProvider time, MessageSecurity? security = null)
    {
        this.traffic = traffic;
        this.logger = logger;
        var links = new LinkTable();
        delivery = new LinkDelivery(links, traffic, logger);
        dealer = new ZmtpSocket(SocketType.Dealer, order.Socket(time) with { OnEvent = OnEvent }, ReceiveAsync);
        Messages = new NodeMessages(
            order.HostName,
            time,
            links,
            (in message, cancellationToken) => DispatchAsync(message, cancellationToken),
            NoHandlers,
            frames => Return(frames),
            (frames, _) => Return(frames) ? default : ValueTask.FromException(new PeerGoneException()), // A link takes all that comes.
            security: security is null ? null : () => security);
        dealer.Connect(order.Endpoint);
    }

    /// <summary>What the component is given.</summary>
    public IMessages Messages { get; }

    /// <summary>Sends what waits, and ends the connection when the node has it.</summary>
    public ValueTask DisposeAsync() => dealer.DisposeAsync();

    /// <summary>Whether there is a route only the node knows, which counts what it has none for.</summary>
    private async ValueTask<bool> DispatchAsync(Message message, CancellationToken cancellationToken)
    {
        await dealer.SendAsync(message.Frames, cancellationToken);
        return true;
    }

    private static ValueTask NoHandlers(string section, in Message message, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"[{section}] is in the node's process, and this component is in one of its own: publish the message, or do without isolation = process");

    private ValueTask ReceiveAsync(Multipart frames)
    {
        Return(frames);
        return default;
    }

    /// <summary>Only links are near enough: connections are the node's.</summary>
    private bool Return(in Multipart frames)
    {
        ReadOnlyMemory<byte> address = default;
        var rest = frames.IsEmpty ? frames : frames.Pop(out address);
        if (!rest.IsEmpty && LinkTable.IsLink(address.Span))
        {
            return delivery.Deliver(address.Span, rest);
        }

        traffic.Dropped(DropReasons.Unroutable, frames.ContentLength);
        return false;
    }

    private void OnEvent(ZmtpEvent what)
    {
        switch (what.Kind)
        {
            case ZmtpEventKind.Dropped:
                traffic.Dropped(DropReasons.LinkLost, 0, what.Count);
                break;
            case ZmtpEventKind.Disconnected when what.Error is { } error:
                Log.Lost(logger, error, what.Detail);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the link to the node is lost, and made anew: {Error}: {Detail}")]
        public static partial void Lost(ILogger logger, ZmtpError error, string detail);
    }
}
