namespace CC.Zmtp.Patterns;

/// <summary>
/// Who subscribed to which prefix. Subscriptions add up: one made twice has to be cancelled twice (RFC 37, "The
/// Publish-Subscribe Pattern"). Not thread-safe.
/// </summary>
/// <remarks>To look a topic up costs no more than its own octets, whatever has been subscribed to.</remarks>
internal sealed class SubscriptionTable<T>
    where T : class
{
    private readonly PrefixNode<T> root = new();
    private readonly Dictionary<T, Dictionary<PrefixNode<T>, int>> bySubscriber = [];

    /// <summary>True when nobody had subscribed to exactly this prefix before.</summary>
    public bool Add(ReadOnlySpan<byte> prefix, T subscriber)
    {
        if (!bySubscriber.TryGetValue(subscriber, out var own))
        {
            bySubscriber[subscriber] = own = [];
        }

        var node = root.Make(prefix);
        var isFirst = !node.HasSubscribers;
        own[node] = own.GetValueOrDefault(node) + 1;
        node.Add(subscriber);
        return isFirst;
    }

    /// <summary>Takes back one subscription; true when nobody subscribes to exactly this prefix any more, and somebody did before.</summary>
    public bool Remove(ReadOnlySpan<byte> prefix, T subscriber)
    {
        if (Find(prefix) is not { } node || !bySubscriber.TryGetValue(subscriber, out var own) || !own.TryGetValue(node, out var count))
        {
            return false;
        }

        if (count > 1)
        {
            own[node] = count - 1;
            return false;
        }

        own.Remove(node);
        return node.Remove(subscriber);
    }

    /// <summary>
    /// Removes all that one has subscribed to, bit by bit: each step takes one prefix, and yields it if nobody subscribes to it any
    /// more, or null. What has not been reached yet is still found.
    /// </summary>
    public IEnumerable<byte[]?> RemoveAll(T subscriber)
    {
        if (bySubscriber.Remove(subscriber, out var own))
        {
            foreach (var node in own.Keys)
            {
                var prefix = node.Prefix;
                yield return node.Remove(subscriber) ? prefix : null;
            }
        }
    }

    public bool Has(ReadOnlySpan<byte> prefix, T subscriber) =>
        Find(prefix) is { } node && bySubscriber.TryGetValue(subscriber, out var own) && own.ContainsKey(node);

    /// <summary>What one has subscribed to, as often as it did.</summary>
    public IEnumerable<byte[]> Of(T subscriber) =>
        bySubscriber.TryGetValue(subscriber, out var own) ? own.SelectMany(entry => Enumerable.Repeat(entry.Key.Prefix, entry.Value)) : [];

    /// <summary>Adds those who subscribed to a prefix of the topic to <paramref name="found"/>.</summary>
    public void Match(ReadOnlySpan<byte> topic, HashSet<T> found)
    {
        for (var node = root; node is not null; node = node.Next(ref topic))
        {
            node.CopyTo(found);
        }
    }

    /// <summary>Whether anybody subscribed to a prefix of the topic.</summary>
    public bool IsWanted(ReadOnlySpan<byte> topic)
    {
        for (var node = root; node is not null; node = node.Next(ref topic))
        {
            if (node.HasSubscribers)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The node of exactly this prefix, if anybody has subscribed to it.</summary>
    private PrefixNode<T>? Find(ReadOnlySpan<byte> prefix)
    {
        var node = root;
        while (node is not null && !prefix.IsEmpty)
        {
            node = node.Next(ref prefix);
        }

        return node is { HasSubscribers: true } ? node : null;
    }
}
