using CC.Client.Control;

namespace CC.Cli.Files;

/// <summary>One file at both ends, or at one of them.</summary>
/// <param name="Source">Where it comes from; null if that end does not know of it any more.</param>
/// <param name="Target">Where it goes to; null if nothing of it is stored there.</param>
internal sealed record FilePair(FileDescription? Source, FileDescription? Target)
{
    public string Filename => (Source ?? Target)!.Filename;

    /// <summary>The part that can be compared: what is acknowledged, and is at both ends.</summary>
    public (long Begin, long End) Part => (
        Math.Max(Source?.Begin ?? 0, Target?.Begin ?? 0),
        Math.Min(Source?.Acked ?? long.MaxValue, Target?.Acked ?? long.MaxValue));

    /// <summary>Whether the file has nothing in it, and both ends say so.</summary>
    public bool IsEmpty => Source is { Size: 0, State: "done" } && Target is { Size: 0 };

    /// <summary>The files of the source, and those that the target has of the same machine.</summary>
    /// <param name="sources">What the one node carries.</param>
    /// <param name="targets">What the other one has stored, of any machine.</param>
    /// <param name="host">The machine of the sources.</param>
    public static IReadOnlyList<FilePair> Match(IEnumerable<FileDescription> sources, IEnumerable<FileDescription> targets, string host)
    {
        var stored = targets.Where(target => target.Role == FileDescription.Target && target.Host == host).ToList();
        var pairs = new List<FilePair>();
        foreach (var source in sources.Where(source => source.Role == FileDescription.Source))
        {
            var target = stored.Find(target => IsOf(target, source));
            pairs.Add(new FilePair(source, target));
            if (target is not null)
            {
                stored.Remove(target);
            }
        }

        return [.. pairs, .. stored.Select(target => new FilePair(null, target))];
    }

    private static bool IsOf(FileDescription target, FileDescription source) =>
        target.Filename == source.Filename && target.StDev == source.StDev && target.StIno == source.StIno && (target.Gen == source.Gen || target.Gen.Length == 0);
}
