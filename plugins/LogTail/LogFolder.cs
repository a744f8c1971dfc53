using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>The folder of the log files: which of them are the tailer's, and in which order they follow each other.</summary>
internal abstract class LogFolder(string path)
{
    protected string Folder => path;

    public static LogFolder For(LogTailOptions options) => options.IsRotated
        ? new RotatedLogFolder(options.Logdir, options.Logname)
        : new ClassicLogFolder(options.Logdir, new Wildcard(options.Logmask));

    /// <summary>The newest file's path, or null if there is none yet.</summary>
    public abstract string? Newest();

    /// <summary>Opens the file that follows a flow; null if there is none yet.</summary>
    /// <param name="last">The flow.</param>
    /// <param name="isReadWhole">Whether all that is in its file now has been read.</param>
    public abstract (string Name, TailedFile File)? OpenNext(Flow last, bool isReadWhole);

    /// <summary>Opens the files that came after the last one that was read and before the newest; each goes by the name to send it under.</summary>
    public abstract IEnumerable<(string Name, TailedFile File)> OpenMissed(TailedFile last);

    /// <summary>Octets in the files that come after a flow and are not opened yet.</summary>
    public abstract long LengthAfter(Flow last);

    /// <summary>Opens the file with an identity, whatever its name is now; null if it is gone.</summary>
    public TailedFile? OpenAgain(string name, FileIdentity identity)
    {
        foreach (var candidate in Directory.Exists(path) ? Directory.EnumerateFiles(path).Prepend(name) : [name])
        {
            if (FileIdentity.Of(candidate) == identity && TailedFile.Open(candidate) is { } file)
            {
                if (file.Identity == identity)
                {
                    return file;
                }

                file.Dispose();
            }
        }

        return null;
    }

    /// <summary>Opens a copy of a file that was cut short, if one was made first, as logrotate's copytruncate does: it has the same octets in front of an offset.</summary>
    public TailedFile? OpenCopy(string name, long offset, Fingerprint before)
    {
        if (before == Fingerprint.None || offset == 0)
        {
            return null;
        }

        foreach (var candidate in Directory.EnumerateFiles(path).Where(candidate => candidate != name && IsSibling(candidate, name)))
        {
            if (TailedFile.Open(candidate) is { } file)
            {
                if (file.Length >= offset && file.FingerprintAt(offset) == before)
                {
                    return file;
                }

                file.Dispose();
            }
        }

        return null;
    }

    protected static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Whether a file's name is that of another with something appended, as rotation does.</summary>
    protected static bool IsSibling(string candidate, string name)
    {
        var (own, other) = (Path.GetFileName(name), Path.GetFileName(candidate));
        return other.Length > own.Length && other.StartsWith(own, StringComparison.Ordinal) && other[own.Length] is '.' or '-' or '_';
    }
}
