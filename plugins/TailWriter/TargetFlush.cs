using CC.Files;

namespace CC.Plugins.TailWriter;

/// <summary>Makes durable what is written to targets, unless the configuration leaves that to the operating system.</summary>
internal sealed class TargetFlush(TailWriterOptions options, IFlusher flusher)
{
    /// <summary>So many files are flushed one by one; of more, the file system as a whole.</summary>
    private const int FlushedOneByOne = 8;

    /// <exception cref="IOException">Some of it may not be durable.</exception>
    public void Flush(Target[] dirty)
    {
        if (!options.Fsync || dirty.Length == 0)
        {
            return;
        }

        if (dirty.Length > FlushedOneByOne && dirty.DistinctBy(target => target.Device).All(target => flusher.TryFlushFileSystem(target.Handle)))
        {
            return;
        }

        foreach (var target in dirty)
        {
            flusher.FlushFile(target.Handle);
        }

        foreach (var folder in dirty.Where(target => target.IsNew).SelectMany(target => FoldersOf(target.Path)).Distinct())
        {
            flusher.FlushFolder(folder);
        }
    }

    /// <summary>The folders that may have been made for a file: those between it and the target folder, and that.</summary>
    private IEnumerable<string> FoldersOf(string path)
    {
        var top = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Dstdir));
        for (var folder = Path.GetDirectoryName(path); folder is not null && folder.Length >= top.Length; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
