using CC.Files;
using CC.Plugins.LogTail;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.Transport;

/// <summary>A tailer without its loop, so that a test decides when it does something. It can be killed and started again.</summary>
internal sealed class ModelTailer : IDisposable
{
    private readonly LogTailOptions options;
    private readonly Link link;
    private readonly FakeMessages messages = new();
    private Carrier carrier;

    public ModelTailer(LogTailOptions options, Func<Message, bool> send)
    {
        this.options = options;
        link = new Link(send);
        carrier = Start();
    }

    public WallTime Time { get; } = new();

    public FakeMetrics Metrics { get; } = new();

    public RecordingLogger<ModelTailer> Logger { get; } = new();

    /// <summary>Does the next thing; returns how long nothing needs doing.</summary>
    public TimeSpan Step()
    {
        var step = carrier.StepAsync(FolderChange.Names | FolderChange.Content, default);
        Assert.True(step.IsCompleted, "Nothing here takes time.");
        return step.Result;
    }

    /// <summary>Does all that can be done without time passing.</summary>
    public TimeSpan Settle()
    {
        for (var i = 0; i < 10_000; i++)
        {
            if (Step() is { Ticks: > 0 } rest)
            {
                return rest;
            }
        }

        throw new InvalidOperationException("The tailer does not come to rest.");
    }

    public void Answer(Message message) => carrier.Answer(messages.Open(message, BodiesJson.Default.FragmentAck));

    public void Save() => carrier.TakePosition().Save(options.SaveFile);

    public void Restart(bool isKilled)
    {
        if (!isKilled)
        {
            Save();
        }

        carrier.Dispose();
        carrier = Start();
    }

    public void Dispose() => carrier.Dispose();

    private Carrier Start()
    {
        var folder = LogFolder.For(options);
        var departure = new Resumption(options, folder, Metrics, Logger).Begin(SavedPosition.Load(options.SaveFile));
        return new Carrier(options, folder, departure, new Sender(options, messages, link, Metrics), Metrics, Time, Logger);
    }

    private sealed class Link(Func<Message, bool> send) : IMessageLink
    {
        public ValueTask<bool> SendAsync(Message message, CancellationToken cancellationToken = default) => new(send(message));

        public void Dispose()
        {
        }
    }
}
