using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>REP (RFC 28): one request, then one reply to the peer that sent it, along the same envelope.</summary>
internal sealed class RepPattern(SocketCore core) : SocketPattern(core)
{
    private readonly Lock gate = new();
    private Pipe? asker;
    private byte[] envelope = [];

    public override SendOutcome TrySend(in Multipart message)
    {
        lock (gate)
        {
            if (asker is not { } to)
            {
                throw new ZmtpException(ZmtpError.OutOfTurn, "A REP socket sends after it has received a request.");
            }

            asker = null;
            return to.Connection is null ? SendOutcome.Unroutable
                : to.TrySend(message.Push(envelope)) ? SendOutcome.Sent
                : SendOutcome.QueueFull;
        }
    }

    /// <summary>A request without a delimiter has no envelope to answer along; it is dropped.</summary>
    public override bool Arrived(Pipe pipe, ref Multipart message)
    {
        var rest = message;
        while (!rest.IsEmpty)
        {
            rest = rest.Pop(out var frame);
            if (frame.IsEmpty && !rest.IsEmpty)
            {
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
            if (asker is not null)
            {
                throw new ZmtpException(ZmtpError.OutOfTurn, "A REP socket receives its next request after it has sent a reply to the last one.");
            }

            var whole = message.Body;
            ReadOnlyMemory<byte> frame;
            do
            {
                message = message.Pop(out frame);
            }
            while (!frame.IsEmpty);

            asker = pipe;
            envelope = whole[..^message.Body.Length].ToArray();
        }
    }
}
