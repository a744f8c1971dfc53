namespace CC.Plugins.InfoWriter;

/// <summary>The long files that are on their way to one worker, and which contents it has stored last.</summary>
internal sealed class AssemblySet(StoredFiles known, TimeProvider time) : IDisposable
{
    private const int MaxAssemblies = 32;
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Assembly> assemblies = [];
    private readonly Dictionary<string, string> stored = [];

    /// <summary>How long nothing can become idle.</summary>
    public TimeSpan Rest => assemblies.Count == 0 ? TimeSpan.MaxValue : LookEvery;

    /// <summary>Whether one more may begin for a target.</summary>
    public bool HasRoom(string target) => assemblies.Count < MaxAssemblies || assemblies.ContainsKey(target);

    public Assembly? Find(string target) => assemblies.GetValueOrDefault(target);

    /// <summary>Begins with a content's first piece; an earlier content of the target is dropped.</summary>
    public Assembly Begin(Arrival first, OwnFiles own)
    {
        Drop(first.Target);
        return assemblies[first.Target] = new Assembly(first, Successor.Begin(first.Target, own), time.GetTimestamp());
    }

    /// <summary>Hands over a file that is whole.</summary>
    public Successor Take(string target)
    {
        assemblies.Remove(target, out var whole);
        known.Forget(target);
        return whole!.Release();
    }

    public void Drop(string target)
    {
        if (assemblies.Remove(target, out var dropped))
        {
            known.Forget(target);
            dropped.Dispose();
        }
    }

    public void DropIdle()
    {
        foreach (var (target, _) in assemblies.Where(one => time.GetElapsedTime(one.Value.LastUse) >= IdleFor).ToArray())
        {
            Drop(target);
        }
    }

    /// <summary>Notes what a target has, so that a sender who asks again need not send it all again.</summary>
    public void Remember(Arrival arrival)
    {
        if (arrival.IsPiece)
        {
            if (stored.Count >= MaxRemembered)
            {
                stored.Clear();
            }

            stored[arrival.Target] = arrival.Gen;
        }
        else
        {
            stored.Remove(arrival.Target);
        }
    }

    public bool WasStored(Arrival arrival) => stored.GetValueOrDefault(arrival.Target) == arrival.Gen;

    public void Dispose()
    {
        foreach (var assembly in assemblies.Values)
        {
            assembly.Dispose();
        }
    }
}
