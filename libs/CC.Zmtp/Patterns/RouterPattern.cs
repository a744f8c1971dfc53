using System.Collections.Concurrent;
using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>ROUTER (RFC 28): the first frame of a message is the peer's identity.</summary>
internal sealed class RouterPattern(SocketCore core) : SocketPattern(core)
{
    private readonly ConcurrentDictionary<byte[], Pipe> pipes = new(OctetComparer.Instance);

    public override void Opened(Pipe pipe)
    {
        while (!pipes.TryAdd(pipe.Identity, pipe))
        {
            if (!pipes.TryGetValue(pipe.Identity, out var holder))
            {
                continue; // It has just left.
            }

            if (!Core.Options.Handover)
            {
                throw new ZmtpException(ZmtpError.IdentityInUse, $"The identity {Convert.ToHexString(pipe.Identity)} is in use by another connection.");
            }

            pipes.TryRemove(new KeyValuePair<byte[], Pipe>(holder.Identity, holder));
            holder.Connection?.Abort(new ZmtpException(ZmtpError.IdentityInUse, "Another connection took over the identity."));
        }
    }

    public override ValueTask ClosedAsync(Pipe pipe)
    {
        pipes.TryRemove(new KeyValuePair<byte[], Pipe>(pipe.Identity, pipe));
        return default;
    }

    public override SendOutcome TrySend(in Multipart message)
    {
        var rest = message.Pop(out var identity);
        if (rest.IsEmpty)
        {
            throw new ArgumentException("A ROUTER sends at least two frames: the peer's identity, then the message.");
        }

        return !pipes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(identity.Span, out var pipe) ? SendOutcome.Unroutable
            : pipe.TrySend(rest) ? SendOutcome.Sent
            : SendOutcome.QueueFull;
    }

    public override bool Arrived(Pipe pipe, ref Multipart message)
    {
        message = message.Push(pipe.AddressFrame);
        return true;
    }
}
