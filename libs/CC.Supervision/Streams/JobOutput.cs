using System.Collections.Immutable;
using System.Text;

namespace CC.Supervision.Streams;

/// <summary>Writes the output of a job's processes to its files, gives it to whoever wants it, and keeps the last of it for those who come late.</summary>
internal sealed class JobOutput(string name, int backlogOctets, TimeProvider time, Action<string> logFailed)
{
    private readonly Lock gate = new();
    private readonly Queue<OutputChunk> backlog = new();
    private ImmutableArray<(OutputFilter Filter, Action<OutputChunk> Listener)> listeners = [];
    private ImmutableDictionary<string, LogFile> logs = ImmutableDictionary<string, LogFile>.Empty;
    private long backlogLength;
    private Task closing = Task.CompletedTask;

    /// <summary>Octets that could not be written to files.</summary>
    public long Lost => logs.Values.Sum(log => log.Lost);

    /// <summary>Writes to these files from now on, by label.</summary>
    public void Log(ImmutableDictionary<string, LogRules> rules)
    {
        lock (gate)
        {
            closing = CloseLogsAsync();
            logs = rules.ToImmutableDictionary(entry => entry.Key, entry => new LogFile(entry.Value, time, logFailed));
        }
    }

    /// <summary>Has all files opened anew.</summary>
    public void ReopenLogs()
    {
        foreach (var log in logs.Values)
        {
            log.Reopen();
        }
    }

    /// <summary>Writes to no file any more; completes when those that were put aside are compressed.</summary>
    public Task CloseAsync()
    {
        Log(ImmutableDictionary<string, LogRules>.Empty);
        return closing;
    }

    /// <summary>A process has written something.</summary>
    public void Receive(string label, int pid, ReadOnlySpan<byte> octets)
    {
        lock (gate) // so that who subscribes gets each chunk once, from the backlog or from here
        {
            if (logs.TryGetValue(label, out var log))
            {
                log.Write(octets);
            }

            Keep(new OutputChunk(label, name, pid, octets[^Math.Min(octets.Length, backlogOctets)..].ToArray()));
            if (listeners.Length > 0)
            {
                Tell(new OutputChunk(label, name, pid, octets.ToArray()));
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

    /// <summary>The last lines that a process has written, on all its streams.</summary>
    public IReadOnlyList<string> LastLines(int pid, int count)
    {
        lock (gate)
        {
            var text = string.Concat(backlog.Where(chunk => chunk.Pid == pid).Select(chunk => Encoding.UTF8.GetString(chunk.Data.Span)));
            return [.. text.TrimEnd('\n').Split('\n').TakeLast(count).Where(line => line.Length > 0)];
        }
    }

    private void Tell(OutputChunk chunk)
    {
        foreach (var (filter, listener) in listeners)
        {
            if (filter.Takes(chunk.Label, chunk.Pid))
            {
                listener(chunk);
            }
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

    private Task CloseLogsAsync() => Task.WhenAll([closing, .. logs.Values.Select(log => log.CloseAsync())]);
}
