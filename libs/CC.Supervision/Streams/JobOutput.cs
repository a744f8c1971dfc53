using System.Collections.Immutable;

namespace CC.Supervision.Streams;

/// <summary>Gives the output of a job's processes to whoever wants it, and keeps the last of it for those who come late.</summary>
internal sealed class JobOutput(string name, int backlogOctets)
{
    private readonly Lock gate = new();
    private readonly Queue<OutputChunk> backlog = new();
    private ImmutableArray<(OutputFilter Filter, Action<OutputChunk> Listener)> listeners = [];
    private long backlogLength;

    /// <summary>A process has written something.</summary>
    public void Receive(string label, int pid, ReadOnlySpan<byte> octets)
    {
        lock (gate) // so that who subscribes gets each chunk once, from the backlog or from here
        {
            var chunk = new OutputChunk(label, name, pid, octets.ToArray());
            Keep(chunk);
            foreach (var (filter, listener) in listeners)
            {
                if (filter.Takes(label, pid))
                {
                    listener(chunk);
                }
            }
        }
    }

    /// <summary>Calls a listener for what comes; before that, if it wants so, for what was kept.</summary>
    public void Subscribe(OutputFilter filter, Action<OutputChunk> listener, bool withBacklog)
    {
        lock (gate)
        {
            foreach (var chunk in backlog.Where(chunk => withBacklog && filter.Takes(chunk.Label, chunk.Pid)))
            {
                listener(chunk);
            }

            listeners = listeners.Add((filter, listener));
        }
    }

    public void Unsubscribe(Action<OutputChunk> listener)
    {
        lock (gate)
        {
            listeners = listeners.RemoveAll(known => known.Listener == listener);
        }
    }

    private void Keep(OutputChunk chunk)
    {
        backlog.Enqueue(chunk);
        backlogLength += chunk.Data.Length;
        while (backlogLength > backlogOctets && backlog.TryDequeue(out var oldest))
        {
            backlogLength -= oldest.Data.Length;
        }
    }
}
