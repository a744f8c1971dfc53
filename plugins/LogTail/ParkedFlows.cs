namespace CC.Plugins.LogTail;

/// <summary>
/// Contents whose turn comes later, oldest first: closed, and untouched until then, so that however many there are, they cost nothing but memory. Answers
/// about them are not taken: what the receiver has of them it tells again when they are sent.
/// </summary>
internal sealed class ParkedFlows
{
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    private Queue<Flow> flows = new();

    public int Count => flows.Count;

    public IEnumerable<Flow> All => flows;

    public bool HasName(string name) => names.ContainsKey(name);

    public void Add(Flow flow)
    {
        flow.Close();
        flows.Enqueue(flow);
        names[flow.Name] = names.GetValueOrDefault(flow.Name) + 1;
    }

    public Flow Take()
    {
        var flow = flows.Dequeue();
        if (--names[flow.Name] == 0)
        {
            names.Remove(flow.Name);
        }

        return flow;
    }

    /// <summary>Takes out those that are not wanted any more.</summary>
    public IReadOnlyList<Flow> TakeAll(Predicate<Flow> match)
    {
        var (before, taken) = (flows, new List<Flow>());
        flows = new Queue<Flow>(before.Count);
        names.Clear();
        foreach (var flow in before)
        {
            if (match(flow))
            {
                taken.Add(flow);
            }
            else
            {
                Add(flow);
            }
        }

        return taken;
    }
}
