using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TailWriter;

/// <summary>Writes the pieces of files that tailers send to copies of these files, and acknowledges what is stored for good.</summary>
[Handler("tailwriter", Concurrent = true, Role = NodeRole.Remote)]
public sealed class TailWriterHandler : IHandler, IFileCarrier, IAsyncDisposable
{
    private readonly TailWriterOptions options;
    private readonly IMetrics metrics;
    private readonly FragmentReader reader;
    private readonly CancellationTokenSource disposing = new();
    private readonly Task<WorkerPool> opening;

    /// <summary>Reads what is stored so far. A handler that takes over from another one waits for that to finish.</summary>
    public TailWriterHandler(TailWriterOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<TailWriterHandler> logger)
    {
        this.options = options;
        this.metrics = metrics;
        reader = new FragmentReader(options, messages, metrics);
        opening = WorkerPool.OpenAsync(options, messages, metrics, time, logger, disposing.Token);
        if (opening.IsFaulted)
        {
            throw opening.Exception.InnerException!;
        }
    }

    /// <summary>Completes when the fragment is queued; whoever brings more than can be stored waits.</summary>
    public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var arrival = reader.Read(message);
        var pool = await opening.WaitAsync(cancellationToken);
        RequireRoom(pool.Journal, arrival, message.ContentLength);
        if (!await pool.AddAsync(arrival, cancellationToken))
        {
            metrics.CountDropped("stopped", 1, message.ContentLength);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await disposing.CancelAsync();
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await (await opening).DisposeAsync();
        }

        disposing.Dispose();
    }

    public ValueTask<IReadOnlyList<CarriedFile>> FilesAsync(CancellationToken cancellationToken) => new(Stored()?.All() ?? []);

    public ValueTask<string?> HashAsync(CarriedFileName file, long begin, long end, CancellationToken cancellationToken) => new(Stored()?.Hash(file, begin, end, cancellationToken));

    /// <summary>Null while another one still stores what it was given.</summary>
    private StoredFiles? Stored() => opening.IsCompletedSuccessfully ? new StoredFiles(options, opening.GetAwaiter().GetResult().Journal) : null;

    private void RequireRoom(PositionJournal journal, Arrival arrival, long octets)
    {
        if (journal.Count >= options.MaxSources && journal.Find(arrival.Source) is null && !journal.TryMakeRoom())
        {
            metrics.CountDropped("too-many-sources", 1, octets);
            throw new MessageException(MessageFault.BadField, $"filename ({arrival.Fragment.Filename}) must be one of at most max-sources = {options.MaxSources} files");
        }
    }
}
