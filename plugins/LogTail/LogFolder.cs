using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>The folder of the log files: which of them are the tailer's, and in which order they follow each other.</summary>
internal abstract class LogFolder(string path)
{
    /// <summary>What stands in a name for octets that are not UTF-8.</summary>
    private const char NoLetter = '\uFFFD';

    private readonly HashSet<string> strays = [];
    private readonly List<string> newStrays = [];

    public string Path => path;

    public static LogFolder For(LogTailOptions options) => options.IsRotated
        ? new RotatedLogFolder(System.IO.Path.GetFullPath(options.Logdir), options.Logname)
        : new ClassicLogFolder(System.IO.Path.GetFullPath(options.Logdir), new Wildcard(options.Logmask));

    /// <summary>Whether what follows a file is found by listing the folder, which is worth doing only when the file is sent and names have changed.</summary>
    public abstract bool IsListed { get; }

    /// <summary>Returns, once each, what has the name of a file and is passed over, since it is none proper, leads nowhere, or can't be opened by such a name.</summary>
    public IReadOnlyList<string> TakeStrays()
    {
        string[] taken = [.. newStrays];
        newStrays.Clear();
        return taken;
    }

    /// <summary>The newest file's path, or null if there is none yet.</summary>
    public abstract string? Newest();

    /// <summary>Opens the first files in a folder that had none; none if there are none yet.</summary>
    /// <param name="since">When there were none, in units of 100 ns since 1970.</param>
    public abstract IReadOnlyList<Flow> OpenFirst(long since);

    /// <summary>Opens all files that are there, oldest first, as when nothing is known of what was carried.</summary>
    public abstract IEnumerable<Flow> OpenAll();

    /// <summary>Opens the files that follow a content; none if there are none yet.</summary>
    /// <param name="last">The content.</param>
    /// <param name="known">Files that are followed already.</param>
    public abstract IReadOnlyList<Flow> OpenNext(Flow last, IReadOnlySet<FileIdentity> known);

    /// <summary>
    /// Opens the copies that were made of a file before it was cut short, as logrotate's copytruncate makes them: first the one that has the rest of a content, then those
    /// of contents that came after that. None if the first one can't be told.
    /// </summary>
    public virtual IReadOnlyList<TailedFile> OpenCopies(Flow flow, IReadOnlySet<FileIdentity> known) => OpenCopy(flow) is { } copy ? [copy] : [];

    /// <summary>Octets in the files that come after a content and are not opened yet.</summary>
    public abstract long LengthAfter(Flow last);

    /// <summary>Opens the file with an identity, whatever its name is now; null if it is gone.</summary>
    /// <exception cref="IOException">It is there, but can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It is there, but may not be opened.</exception>
    public TailedFile? OpenAgain(string name, FileIdentity identity) =>
        Files().Prepend(name)
            .Where(candidate => FileStatus.Of(candidate)?.Identity == identity)
            .Select(TailedFile.Open)
            .FirstOrDefault(file => Keep(file, file?.Identity == identity));

    /// <summary>The files that are there, whatever their names are.</summary>
    public IReadOnlySet<FileIdentity> Present() => Files().Select(FileStatus.Of).OfType<FileStatus>().Select(status => status.Identity).ToHashSet();

    /// <summary>A copy has the same octets in front of the same places.</summary>
    protected TailedFile? OpenCopy(Flow flow) =>
        flow is { Sent.Hash: "", Head.Hash: "" }
            ? null
            : Files()
                .Where(candidate => RotationName.MayBeCopy(System.IO.Path.GetFileName(flow.Name), System.IO.Path.GetFileName(candidate)))
                .Where(candidate => FileStatus.Of(candidate) is { IsRegular: true } status && status.Identity != flow.Identity && status.Length >= flow.Sent.Offset)
                .Select(TryOpen)
                .FirstOrDefault(file => Keep(file, file is not null && file.Has(flow.Sent) && file.Has(flow.Head)));

    protected IEnumerable<string> Files() => Directory.Exists(path) ? Directory.EnumerateFiles(path) : [];

    protected static long LengthOf(string path) => FileStatus.Of(path) is { IsRegular: true } file ? file.Length : 0;

    /// <summary>Takes note of what was listed and is no file, unless it has just gone.</summary>
    protected void PassOver(string path)
    {
        var isStray = path.Contains(NoLetter, StringComparison.Ordinal) || FileStatus.Of(path) is { IsRegular: false } || new FileInfo(path).LinkTarget is not null;
        if (isStray && strays.Add(path))
        {
            newStrays.Add(path);
        }
    }

    /// <summary>Opens a file that need not be there, nor be readable, since others may do.</summary>
    protected static TailedFile? TryOpen(string path)
    {
        try
        {
            return TailedFile.Open(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Keep(TailedFile? file, bool isWanted)
    {
        if (!isWanted)
        {
            file?.Dispose();
        }

        return isWanted;
    }
}
