using CC.Files;
using CC.Plugins.InfoSender;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.InfoSender;

/// <summary>A courier with a folder, and a receiver that a test plays.</summary>
internal sealed class Departures : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeMessages messages = new();
    private int seen;
    private Courier courier;

    public Departures(InfoSenderOptions? options = null)
    {
        Options = (options ?? new InfoSenderOptions()) with { Infodir = folder.Folder("info"), Infomask = "*", SaveFile = folder["save"] };
        courier = NewCourier(new SavedState([], Receiver.Unknown));
    }

    public InfoSenderOptions Options { get; }

    public ManualTime Time { get; } = new();

    public FakeMetrics Metrics { get; } = new();

    public RecordingLogger<InfoSenderDaemon> Logger { get; } = new();

    /// <summary>What the courier told of its files at its last step.</summary>
    public IReadOnlyList<CarriedFile> Files { get; private set; } = [];

    /// <summary>What was sent last, as it is on the wire.</summary>
    public IReadOnlyList<Message> OnTheWire { get; private set; } = [];

    /// <summary>Whether a route leads anywhere.</summary>
    public bool HasRoute { get; set; } = true;

    public string this[string name] => Path.Combine(Options.Infodir, name);

    public void Write(string name, string content) => File.WriteAllText(this[name], content);

    /// <summary>Lets a time pass, and then everything be done that can be; returns what was sent.</summary>
    public async Task<IReadOnlyList<(InfoFile Body, string Content)>> AfterAsync(double seconds, FolderChange change = FolderChange.Names)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        messages.OnPublish = _ => new ValueTask<bool>(HasRoute);
        for (var i = 0; i < 10_000; i++)
        {
            if (await courier.StepAsync(i == 0 ? change : FolderChange.None, default) > TimeSpan.Zero)
            {
                break;
            }
        }

        OnTheWire = HasRoute ? [.. messages.Published.Skip(seen)] : [];
        seen = messages.Published.Count;
        return [.. OnTheWire.Select(Open)];
    }

    /// <summary>What is sent once files have been left alone.</summary>
    public async Task<IReadOnlyList<(InfoFile Body, string Content)>> SettledAsync()
    {
        var early = await AfterAsync(1);
        return [.. early, .. await AfterAsync(1)];
    }

    public void Done(InfoFile file) => Answer(file, done: 1, file.Size ?? 0, gap: 0);

    public void Wants(InfoFile file, long next, int gap = 0) => Answer(file, done: 0, next, gap);

    public void Answer(InfoFileAck ack) => courier.Answer(ack);

    public void Answer(InfoFile file, int done, long next, int gap) => courier.Answer(
        new InfoFileAck { Req = "reply", Filename = (file.Filename ?? file.PieceOf)!, Gen = file.Gen!, Done = done, Fpos = next, Gap = gap });

    /// <summary>Ends, and begins again with what was saved.</summary>
    public void Restart()
    {
        Save();
        BeKilled();
    }

    public void Save() => courier.TakeState().Save(Options.PathOfSaveFile);

    /// <summary>Begins again with what was saved some time ago.</summary>
    public void BeKilled()
    {
        courier.Dispose();
        courier = NewCourier(SavedState.Load(Options.PathOfSaveFile)!);
    }

    public void Dispose()
    {
        courier.Dispose();
        folder.Dispose();
    }

    private Courier NewCourier(SavedState saved) =>
        new(Options, new InfoFolder(Options, Logger), saved, new Sender(Options, messages, messages.OpenLink(_ => default), Metrics), Metrics, Time, Logger) { Meanwhile = files => Files = files() };

    private (InfoFile, string) Open(Message message)
    {
        var body = messages.Open(message, BodiesJson.Default.InfoFile);
        var packed = message.HasBlob ? message.Blob : Convert.FromBase64String(body.Data);
        return (body, System.Text.Encoding.UTF8.GetString(Codec.Find(body.Comp)!.Decompress(packed, 10_000_000).Span));
    }
}
