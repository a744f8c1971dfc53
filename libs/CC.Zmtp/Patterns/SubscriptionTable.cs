namespace CC.Zmtp.Patterns;

/// <summary>
/// Who subscribed to which prefix. Subscriptions add up: one made twice has to be cancelled twice (RFC 37, "The
/// Publish-Subscribe Pattern"). Not thread-safe.
/// </summary>
/// <remarks>A topic is looked up once for each length that prefixes have, which are few; long prefixes cost no more than their octets.</remarks>
internal sealed class SubscriptionTable<T>
    where T : class
{
    private const int SpareCapacity = 8;

    private readonly Dictionary<byte[], HashSet<T>> byPrefix = new(OctetComparer.Instance);
    private readonly Dictionary<T, Dictionary<byte[], int>> bySubscriber = [];
    private readonly SortedDictionary<int, int> prefixesOfLength = [];
    private int[] lengths = [];

    /// <summary>True when nobody had subscribed to exactly this prefix before.</summary>
    public bool Add(ReadOnlySpan<byte> prefix, T subscriber)
    {
        if (!bySubscriber.TryGetValue(subscriber, out var own))
        {
            bySubscriber[subscriber] = own = new Dictionary<byte[], int>(OctetComparer.Instance);
        }

        var key = prefix.ToArray();
        own[key] = own.GetValueOrDefault(key) + 1;
        if (byPrefix.TryGetValue(key, out var subscribers))
        {
            subscribers.Add(subscriber);
            return false;
        }

        byPrefix[key] = [subscriber];
        CountLength(key.Length, 1);
        return true;
    }

    /// <summary>Takes back one subscription; true when nobody subscribes to exactly this prefix any more, and somebody did before.</summary>
    public bool Remove(ReadOnlySpan<byte> prefix, T subscriber)
    {
        if (!Has(prefix, subscriber))
        {
            return false;
        }

        var key = prefix.ToArray();

        var own = bySubscriber[subscriber];
        if (own[key] > 1)
        {
            own[key]--;
            return false;
        }

        own.Remove(key);
        return Forget(key, subscriber);
    }

    /// <summary>Removes all that one has subscribed to, and returns the prefixes that nobody subscribes to any more.</summary>
    public List<byte[]> RemoveAll(T subscriber)
    {
        if (!bySubscriber.Remove(subscriber, out var own))
        {
            return [];
        }

        List<byte[]> orphaned = [.. own.Keys.Where(prefix => Forget(prefix, subscriber))];
        if (byPrefix.Capacity > SpareCapacity * Math.Max(byPrefix.Count, SpareCapacity))
        {
            byPrefix.TrimExcess(); // One with many subscriptions must not leave a large table behind.
        }

        return orphaned;
    }

    public bool Has(ReadOnlySpan<byte> prefix, T subscriber) =>
        bySubscriber.TryGetValue(subscriber, out var own) && own.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(prefix);

    /// <summary>What one has subscribed to, as often as it did.</summary>
    public IEnumerable<byte[]> Of(T subscriber) =>
        bySubscriber.TryGetValue(subscriber, out var own) ? own.SelectMany(entry => Enumerable.Repeat(entry.Key, entry.Value)) : [];

    /// <summary>Adds those who subscribed to a prefix of the topic to <paramref name="found"/>.</summary>
    public void Match(ReadOnlySpan<byte> topic, HashSet<T> found)
    {
        foreach (var length in lengths)
        {
            if (length > topic.Length)
            {
                return;
            }

            if (Lookup.TryGetValue(topic[..length], out var subscribers))
            {
                foreach (var subscriber in subscribers)
                {
                    found.Add(subscriber);
                }
            }
        }
    }

    /// <summary>Whether anybody subscribed to a prefix of the topic.</summary>
    public bool IsWanted(ReadOnlySpan<byte> topic)
    {
        foreach (var length in lengths)
        {
            if (length > topic.Length)
            {
                return false;
            }

            if (Lookup.ContainsKey(topic[..length]))
            {
                return true;
            }
        }

        return false;
    }

    private Dictionary<byte[], HashSet<T>>.AlternateLookup<ReadOnlySpan<byte>> Lookup => byPrefix.GetAlternateLookup<ReadOnlySpan<byte>>();

    private bool Forget(byte[] prefix, T subscriber)
    {
        var subscribers = byPrefix[prefix];
        subscribers.Remove(subscriber);
        if (subscribers.Count > 0)
        {
            return false;
        }

        byPrefix.Remove(prefix);
        CountLength(prefix.Length, -1);
        return true;
    }

    private void CountLength(int length, int change)
    {
        var count = prefixesOfLength.GetValueOrDefault(length) + change;
        if (count == 0)
        {
            prefixesOfLength.Remove(length);
        }
        else
        {
            prefixesOfLength[length] = count;
        }

        if (count == 0 || (count == 1 && change == 1))
        {
            lengths = [.. prefixesOfLength.Keys];
        }
    }
}
