using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>REP (RFC 28): one request, then one reply to the peer that sent it, along the same envelope.</summary>
internal sealed class RepPattern(SocketCore core) : SocketPattern(core)
{
    /// <summary>The envelope of a peer that is no proxy; kept, so that a request from one allocates nothing.</summary>
    private static readonly byte[] Delimiter = Multipart.EncodeAddress([]);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim turn = new(1);
    private bool isTurnTaken; // by a receive, until its request is replied to
    private Pipe? asker;
    private byte[] envelope = [];

    public override bool TakesTurns => true;

    public override SendOutcome TrySend(in Multipart message)
    {
        lock (gate)
        {
            if (asker is not { } to)
            {
                throw new ZmtpException(ZmtpError.OutOfTurn, "A REP socket sends after it has received a request.");
            }

            EndTurn();
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

    public override void RequireTurn()
    {
        lock (gate)
        {
            if (asker is not null)
            {
                throw new ZmtpException(ZmtpError.OutOfTurn, "A REP socket receives its next request after it has sent a reply to the last one.");
            }
        }
    }

    /// <summary>Of several receives at once, each waits until the request of the one before is replied to.</summary>
    public override async Task WaitTurnAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        isTurnTaken = true;
    }

    public override bool TryTurn()
    {
        if (!turn.Wait(0, CancellationToken.None))
        {
            return false;
        }

        isTurnTaken = true;
        return true;
    }

    public override void NotTaken()
    {
        lock (gate)
        {
            EndTurn();
        }
    }

    public override void Taken(Pipe pipe, ref Multipart message)
    {
        lock (gate)
        {
            var whole = message.Body;
            ReadOnlyMemory<byte> frame;
            do
            {
                message = message.Pop(out frame);
            }
            while (!frame.IsEmpty);

            var taken = whole.Span[..^message.Body.Length];
            asker = pipe;
            envelope = taken.SequenceEqual(Delimiter) ? Delimiter : taken.ToArray();
        }
    }

    /// <summary>A handler that does not reply must not keep the others waiting for its turn.</summary>
    public override void Handled()
    {
        lock (gate)
        {
            EndTurn();
        }
    }

    private void EndTurn()
    {
        asker = null;
        if (isTurnTaken)
        {
            isTurnTaken = false;
            turn.Release();
        }
    }
}
