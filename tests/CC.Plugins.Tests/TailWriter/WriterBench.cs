using CC.Plugins.TailWriter;
using CC.Plugins.Tests.Transport;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.TailWriter;

/// <summary>A writer that stores pieces in a temporary folder, and the answers that it gives.</summary>
internal sealed class WriterBench : IDisposable
{
    private readonly List<FragmentAck> answers = [];

    public WriterBench(Func<TailWriterOptions, TailWriterOptions>? change = null, RecordingFlusher? flusher = null)
    {
        var options = new TailWriterOptions { Dstdir = Folder["copies"], HostSubdirs = true, Fsync = false };
        Writer = new ModelWriter(
            change?.Invoke(options) ?? options,
            answer =>
            {
                var ack = new FakeMessages().Open(answer, BodiesJson.Default.FragmentAck);
                answers.Add(ack);
                flusher?.Events.Add($"answered {ack.Fpos}");
            },
            flusher);
    }

    public TemporaryFolder Folder { get; } = new();

    public ModelWriter Writer { get; }

    public IReadOnlyList<FragmentAck> Answers => answers;

    /// <summary>Where the pieces of the usual source are stored.</summary>
    public string Target => Folder["copies/web1/app.log"];

    public string Stored => File.ReadAllText(Target);

    /// <summary>The files that were stored, by their paths below the folder, without what the writer keeps for itself.</summary>
    public IEnumerable<string> Files =>
        Directory.EnumerateFiles(Folder["copies"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder["copies"], path))
            .Where(path => !path.StartsWith('.'))
            .Order(StringComparer.Ordinal);

    public void Take(params Piece[] pieces)
    {
        foreach (var piece in pieces)
        {
            Writer.Take(piece.ToMessage());
        }
    }

    /// <summary>Takes pieces, commits, and returns what was answered to that.</summary>
    public IReadOnlyList<FragmentAck> Store(params Piece[] pieces)
    {
        var before = answers.Count;
        Take(pieces);
        Writer.Commit();
        return answers[before..];
    }

    public void Dispose()
    {
        Writer.Dispose();
        Folder.Dispose();
    }
}
