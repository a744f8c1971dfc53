using CC.Files;
using CC.Plugins.InfoWriter;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.InfoWriter;

/// <summary>A writer without threads, on a folder of its own.</summary>
internal sealed class Writer : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeMessages messages = new();
    private readonly InfoFileReader reader;
    private readonly IFlusher flusher;
    private FileStore store;

    public Writer(InfoWriterOptions? options = null, IFlusher? flusher = null)
    {
        this.flusher = flusher ?? DiskFlusher.Instance;
        Options = (options ?? new InfoWriterOptions { HostSubdirs = true }) with { Dstdir = folder["info"] };
        Directory.CreateDirectory(Options.Dstdir);
        Own = new OwnFiles(Options);
        reader = new InfoFileReader(Options, Own, messages, Metrics);
        store = NewStore(Own);
    }

    public InfoWriterOptions Options { get; }

    public OwnFiles Own { get; }

    public FakeMetrics Metrics { get; } = new();

    public ManualTime Time { get; } = new();

    public RecordingLogger<InfoWriterHandler> Logger { get; } = new();

    /// <summary>What was answered, in order.</summary>
    public IReadOnlyList<InfoFileAck> Answers => [.. messages.Returned.Select(frames =>
    {
        Message.TryParse(frames, out var message);
        return messages.Open(message, BodiesJson.Default.InfoFileAck);
    })];

    public InfoFileAck LastAnswer => Answers[^1];

    public string this[string name] => Path.Combine(Options.Dstdir, name);

    /// <summary>All files in the folder, below it as well; relative to it.</summary>
    public IEnumerable<string> Stored => Directory.GetFiles(Options.Dstdir, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Select(file => Path.GetRelativePath(Options.Dstdir, file))
        .Order(StringComparer.Ordinal);

    public string Content(string name = "web1/disk") => File.ReadAllText(this[name]);

    /// <summary>Takes messages, and then does what they need.</summary>
    public void Take(params ReadOnlySpan<Message> taken)
    {
        foreach (var message in taken)
        {
            store.Take(reader.Read(message));
        }

        store.Commit();
    }

    /// <summary>Goes on as another process would after this one was killed.</summary>
    public void BeKilled() => store = NewStore(new OwnFiles(Options));

    public void DropIdle() => store.DropIdle();

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    private FileStore NewStore(OwnFiles own) => new(Options, own, flusher, messages, Metrics, Time, Logger);
}
