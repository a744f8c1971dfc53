using CC.Files;

namespace CC.Plugins.TailWriter;

/// <summary>The files that a worker has open. Belongs to one worker.</summary>
internal sealed class TargetSet(TailWriterOptions options, PositionJournal journal, TimeProvider time) : IDisposable
{
    private const int MaxOpen = 200;

    private readonly Dictionary<string, Target> open = [];
    private readonly HashSet<string> verified = [];

    public IEnumerable<Target> All => open.Values;

    /// <summary>Opens a file, or finds it open.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public Target Open(string path, Codec stored)
    {
        if (!open.TryGetValue(path, out var target))
        {
            target = Target.Open(path, stored, options.Level, CertainLength(path));
            open[path] = target;
        }

        target.LastUse = time.GetTimestamp();
        return target;
    }

    /// <summary>Closes the files that nothing was written to for a while, and the longest unused ones of too many.</summary>
    /// <returns>Those that were closed.</returns>
    public IReadOnlyCollection<Target> CloseIdle()
    {
        var byUse = open.Values.Where(target => !target.IsDirty && target.Waiting == 0).OrderBy(target => target.LastUse).ToArray();
        var idle = byUse
            .Where((target, i) => open.Count - i > MaxOpen || time.GetElapsedTime(target.LastUse) >= options.IdleTimeout)
            .ToArray();
        foreach (var target in idle)
        {
            open.Remove(target.Path);
            target.Dispose();
        }

        return idle;
    }

    public void Dispose()
    {
        foreach (var target in open.Values)
        {
            target.Dispose();
        }
    }

    /// <summary>
    /// The first time that a file is opened, what is in it beyond its last commit is dropped: its sender will send it again. A
    /// sender that takes no acknowledgements will not, so there all that is in it counts.
    /// </summary>
    private long? CertainLength(string path) =>
        verified.Add(path) && journal.LastOf(path) is { Generation: not null } last ? last.Length : null;
}
