using CC.Files;
using CC.Frames;
using CC.Plugins.TailWriter;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.Transport;

/// <summary>A writer without its threads, so that a test decides when it does something. It can be killed and started again.</summary>
internal sealed class ModelWriter : IDisposable
{
    private static readonly byte[] Address = Multipart.EncodeAddress("sender"u8);

    private readonly TailWriterOptions options;
    private readonly IFlusher flusher;
    private readonly FragmentReader reader;
    private readonly FakeMessages messages;
    private PositionJournal journal = null!;
    private FragmentStore store = null!;

    public ModelWriter(TailWriterOptions options, Action<Message> answer, IFlusher? flusher = null)
    {
        this.options = options;
        this.flusher = flusher ?? DiskFlusher.Instance;
        messages = new FakeMessages { OnReturn = frames => answer(Parse(frames)) };
        reader = new FragmentReader(options, messages, Metrics);
        Start();
    }

    public ManualTime Time { get; } = new();

    public FakeMetrics Metrics { get; } = new();

    public RecordingLogger<ModelWriter> Logger { get; } = new();

    /// <summary>Takes a piece; one that is refused is left out, as the node does.</summary>
    public void Take(Message message)
    {
        try
        {
            store.Take(reader.Read(message.From(Address)));
        }
        catch (MessageException invalid)
        {
            Refused.Add(invalid);
        }
    }

    public List<MessageException> Refused { get; } = [];

    public void Commit() => store.Commit();

    public void CloseIdle() => store.CloseIdle();

    /// <summary>Ends at once, as the process would by a signal; what is written but not committed stays in the files.</summary>
    public void Kill()
    {
        store.Dispose();
        journal.Dispose();
        Start();
    }

    public void Dispose()
    {
        store.Commit(compressAll: true);
        store.Dispose();
        journal.Dispose();
    }

    private static Message Parse(Multipart frames)
    {
        Assert.Equal(MessageFault.None, Message.TryParse(frames, out var message));
        return message;
    }

    private void Start()
    {
        journal = PositionJournal.TryOpen(options.PathOfState, options.Fsync, flusher, Time)!;
        store = new FragmentStore(options, journal, new TargetFlush(options, flusher), maxOpen: 8, messages, Metrics, Time, Logger);
    }
}
