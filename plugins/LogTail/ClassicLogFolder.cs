using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>Files that keep their names and follow each other in the order of these.</summary>
internal sealed class ClassicLogFolder(string path, Wildcard mask) : LogFolder(path)
{
    public override bool IsListed => true;

    public override IReadOnlyList<Flow> OpenFirst(long since) =>
        mask.Find(Path) is [var first, ..] && System.IO.Path.Combine(Path, first) is var name && TailedFile.Open(name) is { } file ? [Flow.Begin(name, file)] : [];

    public override string? Newest() => mask.Find(Path) is [.., var last] ? System.IO.Path.Combine(Path, last) : null;

    /// <summary>A file that was made anew under the same name comes before those of later names.</summary>
    public override IReadOnlyList<Flow> OpenNext(Flow last, IReadOnlySet<FileIdentity> known)
    {
        if (FileStatus.Of(last.Name) is { IsRegular: true } status && !known.Contains(status.Identity) && TailedFile.Open(last.Name) is { } again)
        {
            return [Flow.Begin(last.Name, again)];
        }

        foreach (var name in After(last.Name))
        {
            if (TailedFile.Open(name) is { } next)
            {
                return [Flow.Begin(name, next)];
            }
        }

        return [];
    }

    public override long LengthAfter(Flow last) => After(last.Name).Sum(LengthOf);

    private IEnumerable<string> After(string name) =>
        mask.Find(Path)
            .Where(candidate => string.CompareOrdinal(candidate, System.IO.Path.GetFileName(name)) > 0)
            .Select(candidate => System.IO.Path.Combine(Path, candidate));
}
