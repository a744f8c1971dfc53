using CC.Files;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TailWriter;

/// <summary>The files that a worker has open. Belongs to one worker.</summary>
internal sealed partial class TargetSet(TailWriterOptions options, PositionJournal journal, int maxOpen, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly Dictionary<string, Target> open = [];

    public IReadOnlyCollection<Target> All => open.Values;

    /// <summary>Whether opening another one takes closing some.</summary>
    public bool IsFull => open.Count >= maxOpen;

    public bool IsOpen(string path) => open.ContainsKey(path);

    /// <summary>Opens a file, or finds it open.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public Target Open(string path, Codec stored)
    {
        if (!open.TryGetValue(path, out var target))
        {
            if (ConfinedPath.LeadsOut(options.Dstdir, path))
            {
                throw new IOException($"a symbolic link leads out of {options.Dstdir}");
            }

            target = Target.Open(path, stored, options.Level);
            CutToCertain(target);
            open[path] = target;
        }

        target.LastUse = time.GetTimestamp();
        return target;
    }

    /// <summary>Closes files that nobody has written to for a while, and returns whether there were any.</summary>
    public bool CloseIdle() => Close(open.Values.Where(target => time.GetElapsedTime(target.LastUse) >= options.IdleTimeout));

    /// <summary>Closes some of the files, those that nobody has written to for the longest time.</summary>
    public void MakeRoom() => Close(open.Values.OrderBy(target => target.LastUse).Take(Math.Max(1, maxOpen / 4)));

    /// <summary>Takes note that what is in files is durable, and closes those whose names lead elsewhere now, so that what comes goes where they lead.</summary>
    public void Commit(IReadOnlyCollection<Target> written)
    {
        foreach (var target in written)
        {
            target.Commit();
        }

        Close(written.Where(target => target.HasMoved));
    }

    /// <summary>How long until there is something to close or to compress.</summary>
    public TimeSpan Rest()
    {
        var rest = Timeout.InfiniteTimeSpan;
        foreach (var target in open.Values)
        {
            var due = target.Waiting > 0
                ? options.MaintPeriod - time.GetElapsedTime(target.WaitingSince)
                : options.IdleTimeout - time.GetElapsedTime(target.LastUse);
            due = due > TimeSpan.Zero ? due : TimeSpan.Zero;
            rest = rest == Timeout.InfiniteTimeSpan || due < rest ? due : rest;
        }

        return rest;
    }

    public void Dispose()
    {
        foreach (var target in open.Values)
        {
            target.Dispose();
        }
    }

    /// <summary>What is not committed keeps its file open.</summary>
    private bool Close(IEnumerable<Target> targets)
    {
        var closed = targets.Where(target => !target.IsDirty).ToArray();
        foreach (var target in closed)
        {
            open.Remove(target.Path);
            target.Dispose();
        }

        return closed.Length > 0;
    }

    /// <summary>
    /// What is in a file beyond its last commit was half written when this process, or its machine, went down: its sender sends it again. A sender
    /// that takes no acknowledgements does not, so there all that is in the file counts.
    /// </summary>
    private void CutToCertain(Target target)
    {
        if (journal.TakeUnverified(target.Path) is not { } certain)
        {
            return;
        }

        if (target.Length > certain)
        {
            target.CutTo(certain);
        }
        else if (target.Length < certain)
        {
            Log.IsShorter(logger, target.Path, target.Length, certain);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} has {Length} octets where {Certain} were stored; somebody has cut or replaced it, and what comes is appended to what is there")]
        public static partial void IsShorter(ILogger logger, string path, long length, long certain);
    }
}
