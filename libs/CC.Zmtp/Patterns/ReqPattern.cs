using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>REQ (RFC 28): one request, then one reply from the peer that got it, with an empty frame in front of both.</summary>
/// <remarks>When that peer's connection ends, the reply will never come, and the socket may send again.</remarks>
internal sealed class ReqPattern(SocketCore core) : SocketPattern(core)
{
    private static readonly byte[] Delimiter = Multipart.EncodeAddress([]);

    private readonly LoadBalancer balancer = new();
    private readonly Lock gate = new();
    private Pipe? asked;

    public override void Added(Pipe pipe) => balancer.Add(pipe);

    public override void Removed(Pipe pipe) => balancer.Remove(pipe);

    public override ValueTask ClosedAsync(Pipe pipe)
    {
        lock (gate)
        {
            asked = asked == pipe ? null : asked;
        }

        return default;
    }

    public override SendOutcome TrySend(in Multipart message)
    {
        lock (gate)
        {
            if (asked is not null)
            {
                throw new ZmtpException(ZmtpError.OutOfTurn, "A REQ socket sends its next request after the reply to the last one.");
            }

            asked = balancer.TrySend(message.Push(Delimiter));
            return asked is null ? SendOutcome.NoRoom : SendOutcome.Sent;
        }
    }

    public override bool Arrived(Pipe pipe, ref Multipart message)
    {
        lock (gate)
        {
            var rest = message.Pop(out var delimiter);
            if (pipe == asked && delimiter.IsEmpty && !rest.IsEmpty)
            {
                message = rest;
                return true;
            }
        }

        Core.Dropped(DropReason.Unexpected, pipe);
        return false;
    }

    public override void Taken(Pipe pipe, ref Multipart message)
    {
        lock (gate)
        {
            asked = null;
        }
    }
}
