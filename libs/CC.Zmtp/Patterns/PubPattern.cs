using CC.Frames;
using CC.Zmtp.Connections;
using CC.Zmtp.Protocol;

namespace CC.Zmtp.Patterns;

/// <summary>
/// PUB and XPUB (RFC 29): each message goes to every peer that subscribed to a prefix of its first frame. A subscriber
/// whose queue is full misses the message. A ZMTP 1.0 subscriber filters for itself, and is sent everything.
/// </summary>
internal sealed class PubPattern(SocketCore core) : SocketPattern(core)
{
    /// <summary>What the subscriptions of one peer may take, each counted with an overhead, so that no peer fills the memory.</summary>
    private const int MaxSubscribedOctets = 64 * 1024 * 1024;

    private const int SubscriptionOverhead = 256;

    /// <summary>Subscriptions removed at once.</summary>
    private const int Slice = 512;

    /// <summary>Between slices. Without it whoever publishes would hardly come to hold the lock, which is not a fair one.</summary>
    private static readonly TimeSpan BetweenSlices = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly SubscriptionTable<Pipe> subscriptions = new();
    private HashSet<Pipe>? spare;

    public override bool CanReceive => Core.Type == SocketType.XPub;

    public override void Opened(Pipe pipe)
    {
        if (pipe.Connection is { Version.Major: 1 })
        {
            lock (gate)
            {
                subscriptions.Add([], pipe);
            }
        }
    }

    /// <summary>
    /// In small slices, so that whoever publishes meanwhile hardly waits. An XPUB's application is told of as many cancellations as
    /// its queue has room for; the others stay in the table, where a subscription by another peer makes them void.
    /// </summary>
    public override async Task ClearAsync(Pipe pipe, Task hurry)
    {
        using var removal = subscriptions.RemoveAll(pipe).GetEnumerator();
        while (RemoveSome(removal, out var orphaned))
        {
            if (hurry.IsCompleted)
            {
                continue;
            }

            if (orphaned is null)
            {
                await Task.Delay(BetweenSlices).ConfigureAwait(false);
            }
            else
            {
                await Core.Announce(pipe, SubscriptionMessage.Encode(subscribe: false, orphaned)).ConfigureAwait(false);
                await Task.WhenAny(pipe.Received.WhenRoom(), hurry).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends outside of the lock, because of the application's code that runs when a message is dropped.</summary>
    public override SendOutcome TrySend(in Multipart message)
    {
        var matched = Interlocked.Exchange(ref spare, null) ?? [];
        message.Pop(out var topic);
        lock (gate)
        {
            subscriptions.Match(topic.Span, matched);
        }

        foreach (var pipe in matched)
        {
            if (pipe.Connection is not null && !pipe.TrySend(message))
            {
                Core.Dropped(DropReason.QueueFull, pipe);
            }
        }

        matched.Clear();
        spare = matched;
        return SendOutcome.Sent;
    }

    public override bool Arrived(Pipe pipe, ref Multipart message)
    {
        if (SubscriptionMessage.TryParse(message, out var subscribe, out var prefix))
        {
            return Change(pipe, subscribe, prefix.Span) && CanReceive;
        }

        if (!CanReceive)
        {
            Core.Dropped(DropReason.Unexpected, pipe);
        }

        return CanReceive;
    }

    /// <summary>Whether an XPUB's application should hear of it.</summary>
    private bool Change(Pipe pipe, bool subscribe, ReadOnlySpan<byte> prefix)
    {
        var octets = SubscriptionOverhead + prefix.Length;
        if (subscribe && pipe.SubscribedOctets + octets > MaxSubscribedOctets)
        {
            throw new ZmtpException(ZmtpError.TooManySubscriptions, $"The subscriptions of one peer take more than {MaxSubscribedOctets} octets.");
        }

        lock (gate)
        {
            if (!subscribe && !subscriptions.Has(prefix, pipe))
            {
                return false;
            }

            pipe.SubscribedOctets += subscribe ? octets : -octets;
            var changed = subscribe ? subscriptions.Add(prefix, pipe) : subscriptions.Remove(prefix, pipe);
            return changed || Core.Options.VerboseSubscriptions;
        }
    }

    /// <summary>Goes on until a prefix is removed that the application has to be told of, or some are; false at the end.</summary>
    private bool RemoveSome(IEnumerator<byte[]?> removal, out byte[]? orphaned)
    {
        orphaned = null;
        lock (gate)
        {
            for (var i = 0; i < Slice && orphaned is null; i++)
            {
                if (!removal.MoveNext())
                {
                    return false;
                }

                orphaned = CanReceive ? removal.Current : null;
            }
        }

        return true;
    }
}
