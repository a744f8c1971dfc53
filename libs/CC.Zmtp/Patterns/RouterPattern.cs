using System.Collections.Concurrent;
using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>ROUTER (RFC 28): the first frame of a message is the peer's identity.</summary>
internal sealed class RouterPattern(SocketCore core) : SocketPattern(core)
{
    private readonly ConcurrentDictionary<byte[], Route> routes = new(OctetComparer.Instance);

    public override void Opened(Pipe pipe)
    {
        var route = new Route(pipe, pipe.Outbox);
        while (!routes.TryAdd(pipe.Identity, route))
        {
            if (!routes.TryGetValue(pipe.Identity, out var holder))
            {
                continue; // It has just left.
            }

            if (!Core.Options.Handover)
            {
                throw new ZmtpException(ZmtpError.IdentityInUse, $"The identity {Convert.ToHexString(pipe.Identity)} is in use by another connection.");
            }

            routes.TryRemove(new KeyValuePair<byte[], Route>(holder.Pipe.Identity, holder));
            holder.Pipe.Connection?.Abort(new ZmtpException(ZmtpError.IdentityInUse, "Another connection took over the identity."));
        }
    }

    public override void Closed(Pipe pipe)
    {
        routes.TryRemove(new KeyValuePair<byte[], Route>(pipe.Identity, new Route(pipe, pipe.Outbox)));
    }

    public override SendOutcome TrySend(in Multipart message)
    {
        var rest = message.Pop(out var identity);
        if (rest.IsEmpty)
        {
            throw new ArgumentException("A ROUTER sends at least two frames: the peer's identity, then the message.");
        }

        return !routes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(identity.Span, out var route) ? SendOutcome.Unroutable
            : route.Pipe.TrySend(route.Queue, rest) ? SendOutcome.Sent
            : SendOutcome.QueueFull;
    }

    /// <summary>Whether the peer of a name is connected, and from this machine.</summary>
    public bool IsLocal(ReadOnlySpan<byte> identity) =>
        routes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(identity, out var route) && route.Pipe.Connection is { IsLocal: true };

    /// <summary>Whether the peer of a name is connected.</summary>
    public bool IsConnected(ReadOnlySpan<byte> identity) => routes.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(identity);

    public override bool Arrived(Pipe pipe, ref Multipart message)
    {
        message = message.Push(pipe.AddressFrame);
        return true;
    }

    /// <summary>A peer, and the queue that was its own when it took its name: a pipe that gets another name gets another queue.</summary>
    private readonly record struct Route(Pipe Pipe, Outbox Queue);
}
