using CC.Files;

namespace CC.Plugins.InfoWriter;

/// <summary>The folders that a worker writes to.</summary>
internal sealed class FolderSet(InfoWriterOptions options, OwnFiles own, IFlusher flusher)
{
    /// <summary>So many folders are remembered; hosts with names of their own can make any number.</summary>
    private const int MaxKnown = 10_000;

    private readonly string top = options.Folder;
    private readonly HashSet<string> prepared = [];
    private readonly HashSet<string> durable = [];
    private readonly HashSet<string> ready = [];

    /// <summary>
    /// Makes a target's folder, and when it is first used, removes what a writer has left behind in it that was killed. A folder is looked at once until <see cref="LookAgain"/>.
    /// </summary>
    /// <exception cref="IOException">It can't be made, or links lead out of the writer's folder.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public void Prepare(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        if (!ready.Contains(folder))
        {
            PrepareFolder(folder);
            ready.Add(folder);
        }

        if (new FileInfo(target).LinkTarget is not null)
        {
            RequireBelow(target);
        }
    }

    /// <summary>Somebody else may have put other folders in the place of those that were looked at.</summary>
    public void LookAgain() => ready.Clear();

    /// <summary>Makes sure that what took its place in folders is there for good; and that they are, when they were made.</summary>
    public void Flush(IEnumerable<string> targets)
    {
        if (!options.Fsync)
        {
            return;
        }

        Limit(durable);
        foreach (var folder in targets.Select(target => Path.GetDirectoryName(target)!).ToHashSet())
        {
            flusher.FlushFolder(folder);
            for (var made = folder; durable.Add(made) && made.Length > top.Length; made = Path.GetDirectoryName(made)!)
            {
                flusher.FlushFolder(Path.GetDirectoryName(made)!);
            }
        }
    }

    private void PrepareFolder(string folder)
    {
        RequireBelow(folder);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            durable.Remove(folder);
        }

        Limit(prepared);
        if (prepared.Add(folder))
        {
            own.RemoveLeftBehind(folder);
        }
    }

    private void RequireBelow(string path)
    {
        if (ConfinedPath.LeadsOut(top, path))
        {
            throw new IOException("a symbolic link leads out of dstdir");
        }
    }

    private static void Limit(HashSet<string> known)
    {
        if (known.Count >= MaxKnown)
        {
            known.Clear();
        }
    }
}
