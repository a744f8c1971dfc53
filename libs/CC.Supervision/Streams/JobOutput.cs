using System.Collections.Immutable;
using System.Text;

namespace CC.Supervision.Streams;

/// <summary>Writes the output of a job's processes to its files, gives it to whoever wants it, and keeps the last of it for those who come late.</summary>
/// <param name="name">The job's full name.</param>
/// <param name="backlogOctets">How much is kept.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Told the name of an event of the job, and why.</param>
internal sealed class JobOutput(string name, int backlogOctets, TimeProvider time, Action<string, string> tell)
{
    private const int LongestLine = 256;

    private readonly Lock gate = new();
    private readonly Queue<OutputChunk> backlog = new();
    private readonly Listeners listeners = new(name, time, tell);
    private ImmutableDictionary<string, LogFile> logs = ImmutableDictionary<string, LogFile>.Empty;
    private long backlogLength;
    private Task closing = Task.CompletedTask;

    /// <summary>Octets that somebody who listens was not given, since the job was loaded.</summary>
    public long Dropped => listeners.Dropped;

    /// <summary>From now on writes to these files, by label, and does that with a flood.</summary>
    public void Configure(ImmutableDictionary<string, LogRules> rules, FloodPolicy flood)
    {
        lock (gate)
        {
            closing = CloseLogsAsync();
            logs = rules.ToImmutableDictionary(entry => entry.Key, entry => new LogFile(entry.Value, time, why => tell("log_error", why)));
            listeners.Flood = flood;
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

    /// <summary>Writes to no file any more, and calls nobody; completes when those that were put aside are compressed.</summary>
    public Task CloseAsync()
    {
        lock (gate)
        {
            closing = Task.WhenAll(CloseLogsAsync(), listeners.CloseAsync());
            logs = ImmutableDictionary<string, LogFile>.Empty;
            return closing;
        }
    }

    /// <summary>A process has written something; completes when there is room for more.</summary>
    public Task Receive(string label, int pid, ReadOnlySpan<byte> octets)
    {
        lock (gate) // so that who subscribes gets each chunk once, from the backlog or from here
        {
            if (logs.TryGetValue(label, out var log))
            {
                log.Write(octets);
            }

            var kept = new OutputChunk(label, name, pid, octets[^Math.Min(octets.Length, backlogOctets)..].ToArray());
            Keep(kept);
            return !listeners.Want(label, pid) ? Task.CompletedTask
                : listeners.Tell(kept.Data.Length == octets.Length ? kept : new OutputChunk(label, name, pid, octets.ToArray()));
        }
    }

    /// <summary>A process has ended. Completes when all who listen have been told, and have taken what it has written; who blocks is not waited for.</summary>
    public Task EndAsync(int pid, IEnumerable<string> labels)
    {
        lock (gate)
        {
            foreach (var label in labels)
            {
                listeners.Tell(new OutputChunk(label, name, pid, default));
            }

            return listeners.TakenAsync();
        }
    }

    /// <summary>Calls a listener for what comes; before that, if it wants so, for what was kept.</summary>
    public void Subscribe(OutputFilter filter, Action<OutputChunk> listener, bool withBacklog)
    {
        lock (gate)
        {
            listeners.Add(filter, listener, withBacklog ? backlog : []);
        }
    }

    public void Unsubscribe(Action<OutputChunk> listener)
    {
        lock (gate)
        {
            listeners.Remove(listener);
        }
    }

    /// <summary>The last lines that a process has written, on all its streams, each cut off where it is too long.</summary>
    public IReadOnlyList<string> LastLines(int pid, int count)
    {
        lock (gate)
        {
            var octets = backlog.Where(chunk => chunk.Pid == pid).SelectMany(chunk => chunk.Data.ToArray()).ToArray();
            return [.. Encoding.UTF8.GetString(octets).Split('\n').Where(line => line.Length > 0).TakeLast(count).Select(line => line[..Math.Min(line.Length, LongestLine)])];
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
