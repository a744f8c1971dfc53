using CC.Zmtp.Patterns;

namespace CC.Zmtp.Connections;

/// <summary>
/// Changes of subscriptions that one peer has not been told yet. A subscription and its cancellation come to nothing, so that they
/// never take more than what is subscribed to and what the peer believes to be. Thread-safe.
/// </summary>
internal sealed class PendingSubscriptions
{
    private readonly Lock gate = new();
    private readonly LinkedList<Change> inOrder = new();
    private readonly Dictionary<byte[], LinkedListNode<Change>> byPrefix = new(OctetComparer.Instance);

    public void Add(bool subscribe, ReadOnlySpan<byte> prefix)
    {
        lock (gate)
        {
            if (!byPrefix.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(prefix, out var node))
            {
                var octets = prefix.ToArray();
                node = inOrder.AddLast(new Change(octets, 0));
                byPrefix[octets] = node;
            }

            Count(node, subscribe ? 1 : -1);
        }
    }

    /// <summary>Takes the oldest change.</summary>
    public bool TryTake(out bool subscribe, out byte[] prefix)
    {
        lock (gate)
        {
            if (inOrder.First is not { } node)
            {
                subscribe = false;
                prefix = [];
                return false;
            }

            subscribe = node.Value.Times > 0;
            prefix = node.Value.Prefix;
            Count(node, subscribe ? -1 : 1);
            return true;
        }
    }

    private void Count(LinkedListNode<Change> node, int change)
    {
        node.ValueRef = node.Value with { Times = node.Value.Times + change };
        if (node.Value.Times == 0)
        {
            inOrder.Remove(node);
            byPrefix.Remove(node.Value.Prefix);
        }
    }

    /// <summary>To subscribe so often, or to cancel where it is negative.</summary>
    private readonly record struct Change(byte[] Prefix, int Times);
}
