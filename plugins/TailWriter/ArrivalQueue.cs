namespace CC.Plugins.TailWriter;

/// <summary>What waits for a worker, limited by the room that it takes: who brings more waits without a thread, and the worker, which has one, blocks. Thread-safe.</summary>
internal sealed class ArrivalQueue(long maxOctets)
{
    /// <summary>What an arrival takes besides its octets, so that empty ones are limited too.</summary>
    private const int RoomOfEach = 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly object gate = new();
    private readonly Queue<Arrival> arrivals = new();
    private readonly Queue<(Arrival Arrival, TaskCompletionSource<bool> Admitted)> outside = new();
    private long octets;
    private bool closed;

    /// <summary>Queues an arrival once there is room; false if nothing is taken any more.</summary>
    public ValueTask<bool> AddAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (closed)
            {
                return new ValueTask<bool>(false);
            }

            if (HasRoom && outside.Count == 0)
            {
                Enqueue(arrival);
                return new ValueTask<bool>(true);
            }

            var admitted = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            outside.Enqueue((arrival, admitted));
            return new ValueTask<bool>(WaitAsync(admitted, cancellationToken));
        }
    }

    /// <summary>Takes the oldest arrival; null if there is none now.</summary>
    public Arrival? TryTake()
    {
        lock (gate)
        {
            if (!arrivals.TryDequeue(out var arrival))
            {
                return null;
            }

            octets -= RoomFor(arrival);
            while (HasRoom && outside.TryDequeue(out var next))
            {
                if (next.Admitted.TrySetResult(true))
                {
                    Enqueue(next.Arrival);
                }
            }

            return arrival;
        }
    }

    /// <summary>Blocks until something is there or the time is over; false when nothing is there and nothing will come.</summary>
    public bool Wait(TimeSpan limit)
    {
        lock (gate)
        {
            if (arrivals.Count == 0 && !closed)
            {
                Monitor.Wait(gate, limit < LongestWait ? limit : LongestWait);
            }

            return arrivals.Count > 0 || !closed;
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

    private static int RoomFor(Arrival arrival) => RoomOfEach + arrival.Packed.Length;

    private static async Task<bool> WaitAsync(TaskCompletionSource<bool> admitted, CancellationToken cancellationToken)
    {
        await using (cancellationToken.Register(() => admitted.TrySetCanceled(cancellationToken)))
        {
            return await admitted.Task;
        }
    }

    private void Enqueue(Arrival arrival)
    {
        arrivals.Enqueue(arrival);
        octets += RoomFor(arrival);
        Monitor.Pulse(gate);
    }
}
