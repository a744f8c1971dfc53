using System.Collections.Immutable;
using CC.Frames;
using CC.Zmtp.Connections;
using CC.Zmtp.Protocol;

namespace CC.Zmtp.Patterns;

/// <summary>
/// SUB and XSUB (RFC 29): tells every publisher what is wanted, again after each reconnect. A SUB filters once more itself, for
/// publishers of ZMTP 1.0 that send everything. Reading from a publisher pauses while the application lags behind; it is the publisher that drops.
/// Subscriptions go ahead of the messages that an XSUB sends.
/// </summary>
internal sealed class SubPattern(SocketCore core) : SocketPattern(core)
{
    private readonly Lock gate = new();
    private readonly SubscriptionTable<SubPattern> subscriptions = new();
    private ImmutableArray<Pipe> pipes = [];

    public override bool CanSend => Core.Type == SocketType.XSub;

    public override void Opened(Pipe pipe)
    {
        lock (gate)
        {
            pipes = pipes.Add(pipe);
            foreach (var prefix in subscriptions.Of(this))
            {
                pipe.Connection?.SendSubscription(subscribe: true, prefix);
            }
        }
    }

    public override void Closed(Pipe pipe)
    {
        lock (gate)
        {
            pipes = pipes.Remove(pipe);
        }
    }

    public void Subscribe(ReadOnlySpan<byte> prefix)
    {
        lock (gate)
        {
            subscriptions.Add(prefix, this);
            Tell(subscribe: true, prefix);
        }
    }

    public void Unsubscribe(ReadOnlySpan<byte> prefix)
    {
        lock (gate)
        {
            if (subscriptions.Has(prefix, this))
            {
                subscriptions.Remove(prefix, this);
                Tell(subscribe: false, prefix);
            }
        }
    }

    public override SendOutcome TrySend(in Multipart message)
    {
        if (!SubscriptionMessage.TryParse(message, out var subscribe, out var prefix))
        {
            SendToAll(message);
        }
        else if (subscribe)
        {
            Subscribe(prefix.Span);
        }
        else
        {
            Unsubscribe(prefix.Span);
        }

        return SendOutcome.Sent;
    }

    public override bool Arrived(Pipe pipe, ref Multipart message)
    {
        if (Core.Type == SocketType.XSub)
        {
            return true;
        }

        message.Pop(out var topic);
        lock (gate)
        {
            return subscriptions.IsWanted(topic.Span);
        }
    }

    private void Tell(bool subscribe, ReadOnlySpan<byte> prefix)
    {
        foreach (var pipe in pipes)
        {
            pipe.Connection?.SendSubscription(subscribe, prefix);
        }
    }

    private void SendToAll(in Multipart message)
    {
        foreach (var pipe in pipes)
        {
            if (!pipe.TrySend(message))
            {
                Core.Dropped(DropReason.QueueFull, pipe);
            }
        }
    }
}
