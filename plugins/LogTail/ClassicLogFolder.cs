using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>Files that keep their names and follow each other in the order of these.</summary>
internal sealed class ClassicLogFolder(string path, Wildcard mask) : LogFolder(path)
{
    public override bool IsListed => true;

    public override IReadOnlyList<Flow> OpenFirst(long since) => Open(Names());

    public override IEnumerable<Flow> OpenAll() => Names().SelectMany(name => Open([name]));

    public override string? Newest() => Names().LastOrDefault(IsFile);

    /// <summary>A file that was made anew under the same name comes before those of later names.</summary>
    public override IReadOnlyList<Flow> OpenNext(Flow last, IReadOnlySet<FileIdentity> known)
    {
        if (FileStatus.Of(last.Name) is { IsRegular: true } status && !known.Contains(status.Identity) && TailedFile.Open(last.Name) is { } again)
        {
            return [Flow.Begin(last.Name, again)];
        }

        return Open(After(last.Name));
    }

    public override long LengthAfter(Flow last) => After(last.Name).Sum(LengthOf);

    /// <summary>The first one that is a file.</summary>
    private IReadOnlyList<Flow> Open(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (TailedFile.Open(name) is { } file)
            {
                return [Flow.Begin(name, file)];
            }

            PassOver(name);
        }

        return [];
    }

    private bool IsFile(string name)
    {
        if (FileStatus.Of(name) is { IsRegular: true })
        {
            return true;
        }

        PassOver(name);
        return false;
    }

    private IEnumerable<string> Names() => mask.Find(Path).Select(name => System.IO.Path.Combine(Path, name));

    private IEnumerable<string> After(string name) =>
        Names().Where(candidate => string.CompareOrdinal(System.IO.Path.GetFileName(candidate), System.IO.Path.GetFileName(name)) > 0);
}
