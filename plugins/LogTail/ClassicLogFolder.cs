using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>Files that keep their names and follow each other in the order of these.</summary>
internal sealed class ClassicLogFolder(string path, Wildcard mask) : LogFolder(path)
{
    public override string? Newest() => mask.Find(Folder) is [.., var last] ? Path.Combine(Folder, last) : null;

    /// <summary>A file that was made anew under the same name comes before those of later names.</summary>
    public override (string Name, TailedFile File)? OpenNext(Flow last, bool isReadWhole)
    {
        if (!isReadWhole)
        {
            return null;
        }

        if (FileIdentity.Of(last.Name) is { } identity && identity != last.Identity && TailedFile.Open(last.Name) is { } again)
        {
            return (last.Name, again);
        }

        return After(last.Name).Select(Open).FirstOrDefault(opened => opened is not null);
    }

    /// <summary>None: they are found by their names, one after the other.</summary>
    public override IEnumerable<(string Name, TailedFile File)> OpenMissed(TailedFile last) => [];

    public override long LengthAfter(Flow last) => After(last.Name).Sum(LengthOf);

    private IEnumerable<string> After(string name) =>
        mask.Find(Folder)
            .Where(candidate => string.CompareOrdinal(candidate, Path.GetFileName(name)) > 0)
            .Select(candidate => Path.Combine(Folder, candidate));

    private static (string Name, TailedFile File)? Open(string name) => TailedFile.Open(name) is { } file ? (name, file) : null;
}
