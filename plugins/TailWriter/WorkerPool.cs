using CC.Files;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TailWriter;

/// <summary>The workers, and the journal that they share. Whoever has it open is the only one to write to these targets.</summary>
internal sealed partial class WorkerPool : IAsyncDisposable
{
    /// <summary>Files that all workers together may have open.</summary>
    private const int MaxOpen = 1000;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly PositionJournal journal;
    private readonly Worker[] workers;

    private WorkerPool(PositionJournal journal, Worker[] workers)
    {
        this.journal = journal;
        this.workers = workers;
    }

    public PositionJournal Journal => journal;

    /// <summary>
    /// Opens the journal; while another handler has it, such as the one that this one replaces, which still stores what it was
    /// given, waits.
    /// </summary>
    /// <exception cref="IOException">The journal can't be read or made.</exception>
    public static async Task<WorkerPool> OpenAsync(
        TailWriterOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        PositionJournal? journal;
        for (var i = 0; (journal = PositionJournal.TryOpen(options.PathOfState, options.Fsync, DiskFlusher.Instance, time)) is null; i++)
        {
            if (i * Pace == TimeSpan.FromSeconds(5))
            {
                Log.Held(logger, options.PathOfState);
            }

            await Task.Delay(Pace, time, cancellationToken);
        }

        return new WorkerPool(journal, [.. Enumerable.Range(0, options.WorkerThreads).Select(_ => new Worker(NewStore(), logger))]);

        FragmentStore NewStore() =>
            new(options, journal, new TargetFlush(options, DiskFlusher.Instance), Math.Max(8, MaxOpen / options.WorkerThreads), messages, metrics, time, logger);
    }

    /// <summary>Hands a fragment to the worker for its target; pieces of one target always go to the same one. False if none are taken any more.</summary>
    public ValueTask<bool> AddAsync(Arrival arrival, CancellationToken cancellationToken) =>
        workers[(uint)string.GetHashCode(TargetName.StemOf(arrival.Path), StringComparison.Ordinal) % (uint)workers.Length].AddAsync(arrival, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(workers.Select(worker => worker.FinishAsync()));
        foreach (var worker in workers)
        {
            worker.Dispose();
        }

        journal.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Path} is held by another tailwriter; nothing is stored until that lets go of it, or this one has a state-file of its own")]
        public static partial void Held(ILogger logger, string path);
    }
}
