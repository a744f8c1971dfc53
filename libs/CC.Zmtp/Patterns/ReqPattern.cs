using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>REQ (RFC 28): one request, then one reply from the peer that got it, with an empty frame in front of both.</summary>
/// <remarks>
/// When the connection ends that took the request, the reply will never come: whoever waits for it is told, and the socket may
/// send again. A request that is still queued waits for the next connection.
/// </remarks>
internal sealed class ReqPattern(SocketCore core) : SocketPattern(core)
{
    private static readonly byte[] Delimiter = Multipart.EncodeAddress([]);

    private readonly LoadBalancer balancer = new();
    private readonly Lock gate = new();
    private Turn turn = Turn.ToAsk;
    private Pipe? asked;

    private enum Turn
    {
        /// <summary>The application's, to send.</summary>
        ToAsk,

        /// <summary>The peer's, to reply.</summary>
        ToReply,

        /// <summary>The application's, to take the reply.</summary>
        ToTake,

        /// <summary>The application's, to hear that no reply comes, or to send again.</summary>
        Lost,
    }

    public override bool TakesTurns => true;

    public override void Added(Pipe pipe) => balancer.Add(pipe);

    public override void Removed(Pipe pipe)
    {
        balancer.Remove(pipe);
        Lose(pipe);
    }

    public override void Closed(Pipe pipe)
    {
        if (pipe.Outbox.Count == 0)
        {
            Lose(pipe);
        }
    }

    public override SendOutcome TrySend(in Multipart message)
    {
        lock (gate)
        {
            if (turn is Turn.ToReply or Turn.ToTake)
            {
                throw new ZmtpException(ZmtpError.OutOfTurn, "A REQ socket sends its next request after the reply to the last one.");
            }

            if (turn == Turn.Lost)
            {
                Core.Inbox.TryTake(out _, out _); // The loss of the last request is no answer to this one.
            }

            asked = balancer.TrySend(message.Push(Delimiter));
            turn = asked is null ? Turn.ToAsk : Turn.ToReply;
            return asked is null ? SendOutcome.NoRoom : SendOutcome.Sent;
        }
    }

    public override bool Arrived(Pipe pipe, ref Multipart message)
    {
        lock (gate)
        {
            var rest = message.Pop(out var delimiter);
            if (turn == Turn.ToReply && pipe == asked && delimiter.IsEmpty && !rest.IsEmpty)
            {
                message = rest;
                turn = Turn.ToTake;
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
            if (turn == Turn.ToAsk)
            {
                throw new ZmtpException(ZmtpError.OutOfTurn, "A REQ socket receives after it has sent a request.");
            }
        }
    }

    public override void Taken(Pipe pipe, ref Multipart message)
    {
        lock (gate)
        {
            turn = turn is Turn.ToTake or Turn.Lost ? Turn.ToAsk : turn;
        }

        if (message.IsEmpty)
        {
            throw new ZmtpException(ZmtpError.ConnectionLost, "The connection ended that took the request; no reply will come.");
        }
    }

    /// <summary>An empty message in the inbox is what wakes the application.</summary>
    private void Lose(Pipe pipe)
    {
        lock (gate)
        {
            if (turn == Turn.ToReply && pipe == asked)
            {
                turn = Turn.Lost;
                Core.Inbox.Add(pipe, default);
            }
        }
    }
}
