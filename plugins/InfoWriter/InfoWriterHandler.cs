using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.InfoWriter;

/// <summary>Writes the files that other nodes send, and acknowledges what is stored for good.</summary>
[Handler("infowriter", Concurrent = true, Role = NodeRole.Remote)]
public sealed class InfoWriterHandler : IHandler, IFileCarrier, IAsyncDisposable
{
    private readonly IMetrics metrics;
    private readonly InfoFileReader reader;
    private readonly StoredFiles stored;
    private readonly CancellationTokenSource disposing = new();
    private readonly Task<WorkerPool> opening;

    /// <summary>Takes hold of the folder. A handler that takes over from another one waits for that to finish.</summary>
    public InfoWriterHandler(InfoWriterOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<InfoWriterHandler> logger)
    {
        this.metrics = metrics;
        var own = new OwnFiles(options);
        reader = new InfoFileReader(options, own, messages, metrics);
        stored = new StoredFiles(options, own);
        opening = WorkerPool.OpenAsync(options, own, stored, messages, metrics, time, logger, disposing.Token);
        if (opening.IsFaulted)
        {
            throw opening.Exception.InnerException!;
        }
    }

    /// <summary>Completes when the file is queued; whoever brings more than can be stored waits.</summary>
    public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var arrival = reader.Read(message);
        var pool = await opening.WaitAsync(cancellationToken);
        if (!await pool.AddAsync(arrival, cancellationToken))
        {
            metrics.CountDropped("stopped", 1, message.ContentLength);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CarriedFile>> FilesAsync(CancellationToken cancellationToken) => new(stored.All());

    /// <inheritdoc/>
    public ValueTask<string?> HashAsync(CarriedFileName file, long begin, long end, CancellationToken cancellationToken) => new(stored.Hash(file, begin, cancellationToken));

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
}
