using System.Text;
using CC.Files;
using CC.Plugins.LogTail;
using CC.Plugins.TailWriter;
using CC.Sdk;
using CC.Sdk.Options;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.Transport;

/// <summary>A tailer, a writer, and a network between them that loses and repeats what it is told to.</summary>
internal sealed class ModelTransport : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LinkedList<Message> fragments = new();
    private readonly LinkedList<Message> answers = new();

    public ModelTransport(Func<LogTailOptions, LogTailOptions>? tailer = null, Func<TailWriterOptions, TailWriterOptions>? writer = null)
    {
        Log = new ModelLog(folder, "logs/app.log");
        var tailerOptions = new LogTailOptions
        {
            OperationMode = OperationMode.Rotated,
            Logdir = folder.Folder("logs"),
            Logname = "app.log",
            SaveFile = folder["tailer.save"],
            BufferBytes = new ByteSize(64),
            AckWindow = new ByteSize(256),
        };
        var writerOptions = new TailWriterOptions { Dstdir = folder.Folder("copies"), Fsync = false };
        Writer = new ModelWriter(writer?.Invoke(writerOptions) ?? writerOptions, answer => answers.AddLast(answer));
        Tailer = new ModelTailer(tailer?.Invoke(tailerOptions) ?? tailerOptions, Send);
    }

    public ModelLog Log { get; }

    public ModelTailer Tailer { get; }

    public ModelWriter Writer { get; }

    /// <summary>Whether anything that is sent gets lost.</summary>
    public bool IsCut { get; set; }

    public string Logs => folder["logs"];

    public string SaveFile => folder["tailer.save"];

    /// <summary>All targets' contents, uncompressed, in the order of their names.</summary>
    public string Stored() => string.Concat(Targets().Select(ContentOf));

    public IEnumerable<string> Targets() =>
        Directory.GetFiles(folder["copies"]).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal);

    public void DeliverFragments(int count)
    {
        for (; count > 0 && fragments.First is { } first; count--)
        {
            fragments.RemoveFirst();
            Writer.Take(first.Value);
        }
    }

    public void DeliverAnswers(int count)
    {
        for (; count > 0 && answers.First is { } first; count--)
        {
            answers.RemoveFirst();
            Tailer.Answer(first.Value);
        }
    }

    public void LoseFragments(int count) => Lose(fragments, count);

    public void LoseAnswers(int count) => Lose(answers, count);

    public void RepeatFragment() => Repeat(fragments);

    public void RepeatAnswer() => Repeat(answers);

    public void Advance(TimeSpan by)
    {
        Tailer.Time.Advance(by);
        Writer.Time.Advance(by);
    }

    /// <summary>Lets everything work until nothing happens any more, and some time longer than anybody waits.</summary>
    public void Heal()
    {
        IsCut = false;
        for (var i = 0; i < 400; i++)
        {
            Tailer.Settle();
            DeliverFragments(int.MaxValue);
            Writer.Commit();
            Writer.CloseIdle();
            DeliverAnswers(int.MaxValue);
            if (fragments.Count == 0)
            {
                Advance(TimeSpan.FromMilliseconds(500));
            }
        }
    }

    public void Dispose()
    {
        Tailer.Dispose();
        Writer.Dispose();
        folder.Dispose();
    }

    public override string ToString() => new StringBuilder()
        .AppendLine($"stored {Stored().Length} of {Log.Everything.Length}")
        .AppendJoin('\n', Targets().Select(path => $"{Path.GetFileName(path)}: {File.ReadAllText(path).Length}"))
        .AppendLine()
        .AppendJoin('\n', Tailer.Logger.Lines.Concat(Writer.Logger.Lines))
        .ToString();

    private static string ContentOf(string target)
    {
        var stored = target.Contains(Codec.Gzip.Extension, StringComparison.Ordinal) ? Codec.Gzip : Codec.None;
        return Encoding.UTF8.GetString(stored.Decompress(File.ReadAllBytes(target), int.MaxValue).Span);
    }

    private bool Send(Message message)
    {
        if (!IsCut)
        {
            fragments.AddLast(message);
        }

        return true;
    }

    private static void Lose(LinkedList<Message> messages, int count)
    {
        for (; count > 0 && messages.Count > 0; count--)
        {
            messages.RemoveFirst();
        }
    }

    private static void Repeat(LinkedList<Message> messages)
    {
        if (messages.First is { } first)
        {
            messages.AddAfter(first, first.Value);
        }
    }
}
