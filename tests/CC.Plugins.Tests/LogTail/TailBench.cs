using CC.Files;
using CC.Plugins.LogTail;
using CC.Plugins.Tests.Transport;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.LogTail;

/// <summary>A tailer of a temporary folder, and what it sends; a test plays the receiver.</summary>
internal sealed class TailBench : IDisposable
{
    private readonly List<(LogtailFragment Body, string Content)> sent = [];
    private readonly LogTailOptions options;
    private ModelTailer? tailer;

    public TailBench(Func<LogTailOptions, LogTailOptions>? change = null)
    {
        var defaults = new LogTailOptions { Logdir = Folder.Folder("logs"), Logmask = "*.log", SaveFile = Folder["save"], StartPosition = StartPosition.Beginning };
        options = change?.Invoke(defaults) ?? defaults;
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>Starts with the first use, so that a test can make files before.</summary>
    public ModelTailer Tailer => tailer ??= new ModelTailer(options, Send);

    public IReadOnlyList<(LogtailFragment Body, string Content)> Sent => sent;

    /// <summary>What was sent that has octets.</summary>
    public IEnumerable<(LogtailFragment Body, string Content)> Pieces => sent.Where(piece => piece.Body.OpMode != LogtailFragment.Question);

    /// <summary>The contents sent, joined.</summary>
    public string Carried => string.Concat(Pieces.Select(piece => piece.Content));

    public bool HasRoute { get; set; } = true;

    /// <summary>Whether there was a blob in any of it.</summary>
    public bool HasBlobs { get; private set; }

    public string Log(string name, string content) => Folder.File($"logs/{name}", content);

    public void Append(string name, string content) => File.AppendAllText(Folder[$"logs/{name}"], content);

    /// <summary>Has the tailer do all that it can, and acknowledges what it sends.</summary>
    public void Carry()
    {
        for (var before = -1; before != sent.Count;)
        {
            before = sent.Count;
            Tailer.Settle();
            foreach (var (body, content) in sent.Skip(before).ToArray())
            {
                Acknowledge(body, body.Fpos + content.Length);
            }

            Tailer.Time.Advance(TimeSpan.FromMilliseconds(250));
            Tailer.Settle();
        }
    }

    /// <summary>Answers as a receiver does that wants an offset next.</summary>
    public void Acknowledge(LogtailFragment of, long next, int gap = 0) =>
        Tailer.Answer(new FakeMessages().Compose(
            new FragmentAck { Req = FragmentAck.Type, Filename = of.Filename, StDev = of.StDev, StIno = of.StIno, Gen = of.Gen!, Fpos = next, Gap = gap },
            BodiesJson.Default.FragmentAck));

    public bool Says(string text) => Tailer.Logger.Lines.Any(line => line.Text.Contains(text, StringComparison.Ordinal));

    public void Dispose()
    {
        tailer?.Dispose();
        Folder.Dispose();
    }

    private bool Send(Message message)
    {
        if (HasRoute)
        {
            HasBlobs |= message.HasBlob;
            var body = new FakeMessages().Open(message, BodiesJson.Default.LogtailFragment);
            var octets = message.HasBlob ? message.Blob : Convert.FromBase64String(body.Data);
            sent.Add((body, System.Text.Encoding.UTF8.GetString(Codec.Find(body.Comp)!.Decompress(octets, int.MaxValue).Span)));
        }

        return HasRoute;
    }
}
