using CC.Files;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TailWriter;

/// <summary>
/// A thread that stores what arrives. Many fragments share one commit when they come fast. It has a thread of its own, made
/// when it is first needed, since flushing to a disk blocks.
/// </summary>
internal sealed partial class Worker(FragmentStore store, ILogger logger) : IDisposable
{
    private const long MaxQueued = 8 * 1024 * 1024;

    private readonly WorkQueue<Arrival> arrivals = new(MaxQueued, arrival => arrival.Packed.Length);
    private readonly Lock gate = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? thread;

    /// <summary>Queues a fragment once there is room; false if none are taken any more.</summary>
    public ValueTask<bool> AddAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref thread) is null)
        {
            Start();
        }

        return arrivals.AddAsync(arrival, cancellationToken);
    }

    /// <summary>Stores what is queued, and ends.</summary>
    public Task FinishAsync()
    {
        arrivals.Close();
        lock (gate)
        {
            if (thread is null)
            {
                ended.TrySetResult();
            }
        }

        return ended.Task;
    }

    public void Dispose() => store.Dispose();

    private void Start()
    {
        lock (gate)
        {
            if (thread is null && !ended.Task.IsCompleted)
            {
                thread = new Thread(Run) { IsBackground = true, Name = "tailwriter" };
                thread.Start();
            }
        }
    }

    private void Run()
    {
        while (arrivals.Wait(store.Rest))
        {
            Guarded(StoreWhatIsThere);
        }

        Guarded(() => store.Commit(compressAll: true));
        ended.TrySetResult();
    }

    private void StoreWhatIsThere()
    {
        while (arrivals.TryTake() is { } arrival)
        {
            store.Take(arrival);
            if (store.IsCommitDue)
            {
                store.Commit();
            }
        }

        store.Commit();
        store.CloseIdle();
    }

    /// <summary>Nothing that a fragment brings may end the thread.</summary>
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure)
        {
            Log.Failed(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "a fragment could not be handled; it is not acknowledged")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
