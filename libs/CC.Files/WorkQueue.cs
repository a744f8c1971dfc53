namespace CC.Files;

/// <summary>
/// What waits for a thread that works, limited by the room that it takes: who brings more waits without a thread, and the worker, which has one, blocks. Thread-safe.
/// </summary>
/// <param name="maxOctets">More than this is not taken in, but for one item.</param>
/// <param name="octetsOf">The octets that an item holds on to.</param>
public sealed class WorkQueue<T>(long maxOctets, Func<T, long> octetsOf)
    where T : class
{
    /// <summary>What an item takes besides its octets, so that empty ones are limited too.</summary>
    private const int RoomOfEach = 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly object gate = new();
    private readonly Queue<T> items = new();
    private readonly Queue<(T Item, TaskCompletionSource<bool> Admitted)> outside = new();
    private long octets;
    private bool closed;

    /// <summary>Queues an item once there is room; false if nothing is taken any more.</summary>
    public ValueTask<bool> AddAsync(T item, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (closed)
            {
                return new ValueTask<bool>(false);
            }

            if (HasRoom && outside.Count == 0)
            {
                Enqueue(item);
                return new ValueTask<bool>(true);
            }

            var admitted = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            outside.Enqueue((item, admitted));
            return new ValueTask<bool>(WaitAsync(admitted, cancellationToken));
        }
    }

    /// <summary>Takes the oldest item; null if there is none now.</summary>
    public T? TryTake()
    {
        lock (gate)
        {
            if (!items.TryDequeue(out var item))
            {
                return null;
            }

            octets -= RoomFor(item);
            while (HasRoom && outside.TryDequeue(out var next))
            {
                if (next.Admitted.TrySetResult(true))
                {
                    Enqueue(next.Item);
                }
            }

            return item;
        }
    }

    /// <summary>Blocks until something is there or the time is over; false when nothing is there and nothing will come.</summary>
    public bool Wait(TimeSpan limit)
    {
        lock (gate)
        {
            if (items.Count == 0 && !closed)
            {
                Monitor.Wait(gate, limit < LongestWait ? limit : LongestWait);
            }

            return items.Count > 0 || !closed;
        }
    }

    /// <summary>Takes no more; what waits outside is turned away.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            while (outside.TryDequeue(out var next))
            {
                next.Admitted.TrySetResult(false);
            }

            Monitor.PulseAll(gate);
        }
    }

    private bool HasRoom => octets < maxOctets;

    private long RoomFor(T item) => RoomOfEach + octetsOf(item);

    private static async Task<bool> WaitAsync(TaskCompletionSource<bool> admitted, CancellationToken cancellationToken)
    {
        var giveUp = cancellationToken.Register(() => admitted.TrySetCanceled(cancellationToken));
        await using (giveUp.ConfigureAwait(false))
        {
            return await admitted.Task.ConfigureAwait(false);
        }
    }

    private void Enqueue(T item)
    {
        items.Enqueue(item);
        octets += RoomFor(item);
        Monitor.Pulse(gate);
    }
}
