using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>One name that stands for one file after another; the older ones live on under names with something added.</summary>
internal sealed class RotatedLogFolder(string path, string name) : LogFolder(path)
{
    private readonly string current = System.IO.Path.Combine(path, name);
    private readonly IComparer<string> oldestFirst = RotationName.OldestFirst(name);

    public override bool IsListed => false;

    /// <summary>The first ones may have been renamed before they were looked at under their name.</summary>
    public override IReadOnlyList<Flow> OpenFirst(long since)
    {
        var first = TailedFile.Open(current);
        var missed = OpenAside(since, first?.Identity.Birth ?? long.MaxValue, first is null ? [] : [first.Identity]);
        return [.. missed.Append(first).OfType<TailedFile>().Select(file => Flow.Begin(current, file))];
    }

    /// <summary>Those put aside since the log was made are copies of it, and not contents of their own.</summary>
    public override IEnumerable<Flow> OpenAll() => OpenFirst(since: 1);

    public override string? Newest() => FileStatus.Of(current) is { IsRegular: true } ? current : null;

    /// <summary>Opened at once, since it may be renamed again before its turn comes. Those that came and went unnoticed come before it.</summary>
    public override IReadOnlyList<Flow> OpenNext(Flow last, IReadOnlySet<FileIdentity> known)
    {
        if (FileStatus.Of(current) is not { IsRegular: true } status || status.Identity == last.Identity || TailedFile.Open(current) is not { } next)
        {
            return [];
        }

        var missed = OpenAside(last.Begun, next.Identity.Birth, [.. known, next.Identity]);
        return [.. missed.Select(file => Flow.Begin(current, file)), Flow.Begin(current, next)];
    }

    /// <summary>
    /// The one of a content of which nothing is known is the first that was made since. A file that was renamed is itself what was put aside: then
    /// what was made since are files of their own, which come after it, and only what has the same octets is a copy.
    /// </summary>
    public override IReadOnlyList<TailedFile> OpenCopies(Flow flow, IReadOnlySet<FileIdentity> known)
    {
        var isRenamed = FileStatus.Of(current)?.Identity != flow.Identity;
        if (flow.IsBlank)
        {
            return isRenamed ? [] : OpenAside(flow.Begun, long.MaxValue, [.. known]);
        }

        return OpenCopy(flow) is not { } copy ? []
            : isRenamed ? [copy]
            : [copy, .. OpenAside(copy.Identity.Birth, long.MaxValue, [.. known, copy.Identity])];
    }

    public override long LengthAfter(Flow last) =>
        FileStatus.Of(current) is { IsRegular: true } status && status.Identity != last.Identity
            ? Aside(last.Begun, status.Identity.Birth, [last.Identity, status.Identity]).Sum(LengthOf) + status.Length
            : 0;

    private List<TailedFile> OpenAside(long after, long before, HashSet<FileIdentity> known) =>
        [.. Aside(after, before, known).Select(TryOpen).OfType<TailedFile>()];

    /// <summary>
    /// Those put aside that were made within a time, oldest first; by their names where the file system's clock has not moved on between them. File systems
    /// without a time of birth have none.
    /// </summary>
    private IEnumerable<string> Aside(long after, long before, HashSet<FileIdentity> known) =>
        Files()
            .Where(candidate => RotationName.IsAside(name, System.IO.Path.GetFileName(candidate)))
            .Select(candidate => (Path: candidate, Status: FileStatus.Of(candidate)))
            .Where(candidate => candidate.Status is { IsRegular: true, Identity: var identity } && !known.Contains(identity) && IsWithin(identity.Birth, after, before))
            .OrderBy(candidate => candidate.Status!.Value.Identity.Birth)
            .ThenBy(candidate => System.IO.Path.GetFileName(candidate.Path), oldestFirst)
            .Select(candidate => candidate.Path);

    private static bool IsWithin(long birth, long after, long before) => after > 0 && birth >= after && birth <= before;
}
