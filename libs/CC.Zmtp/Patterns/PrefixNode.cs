namespace CC.Zmtp.Patterns;

/// <summary>
/// A place in the tree of prefixes where one ends or where several part: the octets that lead to it from its parent, and who
/// subscribed to exactly this. Has no more nodes than twice the prefixes, however long those are.
/// </summary>
internal sealed class PrefixNode<T>
    where T : class
{
    private PrefixNode<T>[] children = [];
    private PrefixNode<T>? parent;
    private ReadOnlyMemory<byte> label;
    private byte[]? prefix;
    private T? first;
    private HashSet<T>? others;

    /// <summary>The whole prefix, where one ends.</summary>
    public byte[] Prefix => prefix!;

    public bool HasSubscribers => first is not null;

    /// <summary>The node that comes next on the way of what is left of a topic, of which its label is taken; null when there is none.</summary>
    public PrefixNode<T>? Next(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || children.Length == 0)
        {
            return null;
        }

        var index = IndexOf(rest[0]);
        if (index < 0 || !rest.StartsWith(children[index].label.Span))
        {
            return null;
        }

        rest = rest[children[index].label.Length..];
        return children[index];
    }

    /// <summary>The node of exactly that prefix, below this one, which is the root; made if it is not there.</summary>
    public PrefixNode<T> Make(ReadOnlySpan<byte> whole)
    {
        var node = this;
        var rest = whole;
        while (node.Next(ref rest) is { } next)
        {
            node = next;
        }

        if (!rest.IsEmpty)
        {
            node = node.Grow(whole.ToArray(), whole.Length - rest.Length);
        }

        node.prefix ??= whole.ToArray();
        return node;
    }

    public void Add(T subscriber)
    {
        if (first is null)
        {
            first = subscriber;
        }
        else if (first != subscriber)
        {
            (others ??= []).Add(subscriber);
        }
    }

    /// <summary>Takes a subscriber away, and with the last one the node itself; true then.</summary>
    public bool Remove(T subscriber)
    {
        if (first != subscriber)
        {
            others?.Remove(subscriber);
        }
        else
        {
            first = others?.FirstOrDefault();
            others?.Remove(first!);
        }

        others = others is { Count: 0 } ? null : others;
        if (first is not null)
        {
            return false;
        }

        Leave();
        return true;
    }

    public void CopyTo(HashSet<T> found)
    {
        if (first is not null)
        {
            found.Add(first);
        }

        if (others is not null)
        {
            found.UnionWith(others);
        }
    }

    /// <summary>Makes the node for what is left of a prefix after so many octets; where a child shares a part of that, a node between them.</summary>
    private PrefixNode<T> Grow(byte[] whole, int depth)
    {
        var rest = whole.AsSpan(depth);
        var index = IndexOf(rest[0]);
        if (index < 0)
        {
            var leaf = new PrefixNode<T> { parent = this, label = whole.AsMemory(depth), prefix = whole };
            children = [.. children.AsSpan(0, ~index), leaf, .. children.AsSpan(~index)];
            return leaf;
        }

        var child = children[index];
        var shared = rest.CommonPrefixLength(child.label.Span);
        var fork = new PrefixNode<T> { parent = this, label = rest[..shared].ToArray(), children = [child] };
        child.parent = fork;
        child.label = child.label[shared..];
        children[index] = fork;
        return shared == rest.Length ? fork : fork.Grow(whole, depth + shared);
    }

    /// <summary>A node where nothing ends and nothing parts is none. The array of a prefix that is gone must not stay for the sake of a label.</summary>
    private void Leave()
    {
        prefix = null;
        if (parent is null)
        {
            return;
        }

        label = label.ToArray();
        if (children.Length == 0)
        {
            var index = parent.IndexOf(label.Span[0]);
            parent.children = [.. parent.children.AsSpan(0, index), .. parent.children.AsSpan(index + 1)];
            parent.Merge();
        }
        else
        {
            Merge();
        }
    }

    /// <summary>Gives the place of a node that has become none to its only child.</summary>
    private void Merge()
    {
        if (parent is null || HasSubscribers || children.Length != 1)
        {
            return;
        }

        var child = children[0];
        child.label = child.prefix is { } whole
            ? whole.AsMemory(whole.Length - child.label.Length - label.Length)
            : (byte[])[.. label.Span, .. child.label.Span];
        child.parent = parent;
        parent.children[parent.IndexOf(label.Span[0])] = child;
    }

    /// <summary>Where the child is whose label starts with that octet, or the complement of where it would be.</summary>
    private int IndexOf(byte octet)
    {
        var low = 0;
        var high = children.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var difference = children[middle].label.Span[0] - octet;
            if (difference == 0)
            {
                return middle;
            }

            (low, high) = difference < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
