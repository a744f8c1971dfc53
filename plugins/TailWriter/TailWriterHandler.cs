using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TailWriter;

/// <summary>Writes the pieces of files that tailers send to copies of these files, and acknowledges what is stored for good.</summary>
[Handler("tailwriter", Role = NodeRole.Remote)]
public sealed class TailWriterHandler : IHandler, IAsyncDisposable
{
    private readonly TailWriterOptions options;
    private readonly IMessages messages;
    private readonly IMetrics metrics;
    private readonly TargetName names;
    private readonly PositionJournal journal;
    private readonly Worker[] workers;

    /// <summary>Reads what is stored so far, and starts the workers.</summary>
    public TailWriterHandler(TailWriterOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<TailWriterHandler> logger)
    {
        this.options = options;
        this.messages = messages;
        this.metrics = metrics;
        names = new TargetName(options);
        journal = new PositionJournal(options.PathOfState, options.Fsync, time);
        workers = [.. Enumerable.Range(0, options.WorkerThreads).Select(_ => new Worker(options, names, journal, messages, metrics, time, logger))];
    }

    /// <summary>Pieces of one target always go to the same worker.</summary>
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var arrival = Read(message);
        var worker = workers[(uint)string.GetHashCode(arrival.TargetPath, StringComparison.Ordinal) % (uint)workers.Length];
        return worker.AddAsync(arrival, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(workers.Select(worker => worker.FinishAsync()));
        journal.Dispose();
    }

    private Arrival Read(in Message message)
    {
        var fragment = messages.Open(message, BodiesJson.Default.LogtailFragment);
        var received = Codec.Find(fragment.Comp) ?? throw Refuse("comp", fragment.Comp, "none, gzip or bzip2");
        if (fragment.Fpos < 0 || fragment.Length < 0 || fragment.Start < 0)
        {
            throw Refuse("fpos, start or length", $"{fragment.Fpos}, {fragment.Start}, {fragment.Length}", "not negative");
        }

        if (fragment.OpMode is not ("" or "classic" or "rotated"))
        {
            throw Refuse("op_mode", fragment.OpMode, "classic or rotated");
        }

        if (fragment.Ack != 0 && string.IsNullOrEmpty(fragment.Gen))
        {
            throw Refuse("gen", fragment.Gen, "given where ack is 1");
        }

        var path = names.Of(fragment, received);
        if (path is null)
        {
            metrics.Counter("refused_names").Add(1);
            throw Refuse("hostname and filename", $"{fragment.Hostname}, {fragment.Filename}", "names of a file below dstdir");
        }

        if (journal.Count >= options.MaxSources && journal.Find(SourceKey.Of(fragment)) is null)
        {
            metrics.CountDropped("too-many-sources", 1, message.ContentLength);
            throw Refuse("filename", fragment.Filename, $"one of at most {options.MaxSources} files, as max-sources says");
        }

        return new Arrival(fragment, Payload(message, fragment), received, path, message.Route);
    }

    private static ReadOnlyMemory<byte> Payload(in Message message, LogtailFragment fragment)
    {
        if (!message.Blob.IsEmpty)
        {
            return message.Blob;
        }

        try
        {
            return Convert.FromBase64String(fragment.Data ?? "");
        }
        catch (FormatException)
        {
            throw Refuse("data", $"{fragment.Data?.Length} characters", "base64");
        }
    }

    private static MessageException Refuse(string field, string? value, string rule) =>
        new(MessageFault.BadField, $"{field} ({value}) must be {rule}");
}
