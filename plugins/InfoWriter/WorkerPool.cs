using CC.Files;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.InfoWriter;

/// <summary>The workers, and the lock on their folder. Whoever has it is the only one to write there under its section's name.</summary>
internal sealed partial class WorkerPool : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly LockFile held;
    private readonly Worker[] workers;

    private WorkerPool(LockFile held, Worker[] workers)
    {
        this.held = held;
        this.workers = workers;
    }

    /// <summary>Takes the lock; while another handler has it, such as the one that this one replaces, which still stores what it was given, waits.</summary>
    /// <exception cref="IOException">The folder can't be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static async Task<WorkerPool> OpenAsync(
        InfoWriterOptions options, OwnFiles own, StoredFiles stored, IMessages messages, IMetrics metrics, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Folder);
        LockFile? held;
        for (var i = 0; (held = LockFile.TryTake(own.Lock)) is null; i++)
        {
            if (i * Pace == TimeSpan.FromSeconds(5))
            {
                Log.Held(logger, own.Lock);
            }

            await Task.Delay(Pace, time, cancellationToken);
        }

        return new WorkerPool(held, [.. Enumerable.Range(0, options.WorkerThreads).Select(_ => new Worker(NewStore(), logger))]);

        FileStore NewStore() => new(options, own, stored, DiskFlusher.Instance, messages, metrics, time, logger);
    }

    /// <summary>Hands a file to the worker for its target; all that comes for one target always goes to the same one. False if none are taken any more.</summary>
    public ValueTask<bool> AddAsync(Arrival arrival, CancellationToken cancellationToken) =>
        workers[(uint)string.GetHashCode(arrival.Target, StringComparison.Ordinal) % (uint)workers.Length].AddAsync(arrival, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(workers.Select(worker => worker.FinishAsync()));
        foreach (var worker in workers)
        {
            worker.Dispose();
        }

        held.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Path} is held by another infowriter; nothing is stored until that lets go of it, or one of the two sections has another name")]
        public static partial void Held(ILogger logger, string path);
    }
}
