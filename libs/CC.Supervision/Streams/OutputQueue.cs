namespace CC.Supervision.Streams;

/// <summary>
/// What waits for one listener, who is called for one chunk after the other, never on the thread that reads: one that blocks holds up nobody but the processes it listens to, and them only if they are to
/// be slowed. Any thread.
/// </summary>
internal sealed class OutputQueue(OutputFilter filter, Action<OutputChunk> listener, TimeProvider time, Action<string> listenerFailed)
{
    /// <summary>When so many octets wait, there is no room for more.</summary>
    internal const int Limit = 1024 * 1024;

    /// <summary>What processes that are slowed leave behind at their ends is taken up to here.</summary>
    internal const int HardLimit = 8 * Limit;

    /// <summary>How long the end of a process may wait for a listener.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Queue<(OutputChunk? Chunk, TaskCompletionSource? Taken)> waiting = new();
    private TaskCompletionSource? room;
    private Task delivering = Task.CompletedTask;
    private long octets;
    private bool isDelivering;
    private volatile bool isStuck;
    private bool isClosed;

    public Action<OutputChunk> Listener => listener;

    /// <summary>Whether the listener wants output of that kind.</summary>
    public bool Takes(string label, int pid) => filter.Takes(label, pid);

    /// <summary>Adds a chunk, unless as much as <paramref name="limit"/> waits already.</summary>
    public bool TryAdd(OutputChunk chunk, int limit)
    {
        lock (gate)
        {
            if (octets + chunk.Size > limit && octets > 0)
            {
                return isClosed;
            }

            Add(chunk, null);
            octets += isClosed ? 0 : chunk.Size;
            return true;
        }
    }

    /// <summary>Completes when there is room for more.</summary>
    public Task RoomAsync()
    {
        lock (gate)
        {
            return octets < Limit ? Task.CompletedTask : (room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Completes when the listener has taken what waits now. Once it has needed too long it is not waited for until it has taken something.</summary>
    public async Task TakenAsync()
    {
        Task taken;
        lock (gate)
        {
            if (isStuck || isClosed || !isDelivering)
            {
                return;
            }

            var mark = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Add(null, mark);
            taken = mark.Task;
        }

        await taken.WaitAsync(Patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            isStuck = !taken.IsCompleted;
        }
    }

    /// <summary>Calls the listener no more once it has taken what waits, if that does not take too long; who waits for room goes on.</summary>
    public async Task CloseAsync()
    {
        await TakenAsync().ConfigureAwait(false);
        var last = End();
        await (isStuck ? Task.CompletedTask : last.WaitAsync(Patience, time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Calls the listener no more, but that a call may be under way; it completes with that.</summary>
    public Task End()
    {
        lock (gate)
        {
            isClosed = true;
            foreach (var (_, taken) in waiting)
            {
                taken?.SetResult();
            }

            waiting.Clear();
            octets = 0;
            room?.TrySetResult();
            return delivering;
        }
    }

    private void Add(OutputChunk? chunk, TaskCompletionSource? taken)
    {
        if (isClosed)
        {
            return;
        }

        waiting.Enqueue((chunk, taken));
        if (!isDelivering)
        {
            isDelivering = true;
            delivering = Task.Run(Deliver);
        }
    }

    private void Deliver()
    {
        while (Next() is var (chunk, taken))
        {
            taken?.SetResult();
            if (chunk is not null)
            {
                Deliver(chunk);
            }
        }
    }

    private (OutputChunk? Chunk, TaskCompletionSource? Taken)? Next()
    {
        lock (gate)
        {
            isDelivering = waiting.TryDequeue(out var next);
            return isDelivering ? next : null;
        }
    }

    private void Deliver(OutputChunk chunk)
    {
        try
        {
            listener(chunk);
        }
        catch (Exception failure)
        {
            listenerFailed($"who listens to the output failed: {failure.Message}");
        }

        lock (gate)
        {
            isStuck = false;
            octets = Math.Max(0, octets - chunk.Size);
            if (octets < Limit / 2)
            {
                room?.TrySetResult();
                room = null;
            }
        }
    }
}
