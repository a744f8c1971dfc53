using System.Collections.Immutable;

namespace CC.Supervision.Streams;

/// <summary>Gives a job's output to all who listen. What somebody has no room for slows the process, or is dropped and counted. One caller at a time; <see cref="Dropped"/> from any thread.</summary>
internal sealed class Listeners(string job, TimeProvider time, Action<string, string> tell)
{
    /// <summary>That something is dropped is told once in so long.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private ImmutableArray<OutputQueue> all = [];
    private long? toldAt;
    private long dropped;

    public FloodPolicy Flood { get; set; }

    /// <summary>Octets that somebody who listens was not given.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Whether somebody wants output of that kind now.</summary>
    public bool Want(string label, int pid)
    {
        foreach (var queue in all)
        {
            if (queue.Takes(label, pid))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Begins to call one, with what was kept first.</summary>
    public void Add(OutputFilter filter, Action<OutputChunk> listener, IEnumerable<OutputChunk> kept)
    {
        var queue = new OutputQueue(filter, listener, time, why => tell("output_error", why));
        foreach (var chunk in kept.Where(chunk => filter.Takes(chunk.Label, chunk.Pid)))
        {
            queue.TryAdd(chunk, OutputQueue.HardLimit);
        }

        all = all.Add(queue);
    }

    public void Remove(Action<OutputChunk> listener)
    {
        foreach (var queue in all.Where(queue => queue.Listener == listener))
        {
            queue.End();
            all = all.Remove(queue);
        }
    }

    /// <summary>Gives a chunk to all who want it; completes when there is room for more.</summary>
    public Task Tell(OutputChunk chunk)
    {
        List<Task>? rooms = null;
        foreach (var queue in all)
        {
            if (!queue.Takes(chunk.Label, chunk.Pid))
            {
                continue;
            }

            if (!queue.TryAdd(chunk, Flood == FloodPolicy.Drop ? OutputQueue.Limit : OutputQueue.HardLimit))
            {
                Drop(chunk.Data.Length);
            }

            if (Flood == FloodPolicy.Slow && queue.RoomAsync() is { IsCompleted: false } room)
            {
                (rooms ??= []).Add(room);
            }
        }

        return rooms is null ? Task.CompletedTask : Task.WhenAll(rooms);
    }

    /// <summary>Completes when all have taken what waits for them; who blocks is not waited for.</summary>
    public Task TakenAsync() => Task.WhenAll(all.Select(queue => queue.TakenAsync()));

    public Task CloseAsync()
    {
        var closing = Task.WhenAll(all.Select(queue => queue.CloseAsync()));
        all = [];
        return closing;
    }

    private void Drop(int octets)
    {
        if (octets == 0)
        {
            return;
        }

        Interlocked.Add(ref dropped, octets);
        if (toldAt is not { } before || time.GetElapsedTime(before) >= Interval)
        {
            toldAt = time.GetTimestamp();
            tell("output_dropped", $"who listens to {job} takes less than it writes: {Dropped} octets were dropped so far; job.stats counts them, and flood = slow would have it wait instead");
        }
    }
}
