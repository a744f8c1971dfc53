using CC.Files;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.InfoWriter;

/// <summary>
/// Stores some of the files: writes each beside its target, has it take the target's place, and once the folder has that for good, answers. Belongs to one thread.
/// </summary>
internal sealed partial class FileStore(
    InfoWriterOptions options, OwnFiles own, StoredFiles stored, IFlusher flusher, IMessages messages, IMetrics metrics, TimeProvider time, ILogger logger) : IDisposable
{
    private const int CommitAfterFiles = 100;
    private const long CommitAfterOctets = 8 * 1024 * 1024;

    /// <summary>So many files are flushed one by one; of more, the file system as a whole.</summary>
    private const int FlushedOneByOne = 8;

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(30);

    private readonly Answers answers = new(messages);
    private readonly FolderSet folders = new(options, own, flusher);
    private readonly AssemblySet assemblies = new(stored, time);
    private readonly List<(Arrival Arrival, Successor File)> staged = [];
    private readonly ICounter writtenFiles = metrics.Counter("written_files");
    private readonly ICounter writtenBytes = metrics.Counter("written_bytes");
    private readonly ICounter keptFiles = metrics.Counter("kept_files");
    private long? failureTold;
    private long? damageTold;

    /// <summary>Whether so much waits to take its place that it should before more is taken.</summary>
    public bool IsCommitDue => staged.Count >= CommitAfterFiles || staged.Sum(one => one.File.Length) >= CommitAfterOctets;

    /// <summary>How long nothing needs doing unless something arrives.</summary>
    public TimeSpan Rest => assemblies.Rest;

    /// <summary>Takes a file, or a piece. What is wrong with it, or with the disk, is counted and logged; it is not answered then, and so comes again.</summary>
    public void Take(Arrival arrival)
    {
        if (staged.Any(one => one.Arrival.Target == arrival.Target))
        {
            Commit();
        }

        try
        {
            folders.Prepare(arrival.Target);
            if (arrival.IsPiece)
            {
                TakePiece(arrival);
            }
            else
            {
                TakeWhole(arrival);
            }
        }
        catch (InvalidDataException damaged)
        {
            assemblies.Drop(arrival.Target);
            metrics.CountDropped("bad-data", 1, arrival.Packed.Length);
            TellDamage(arrival, damaged);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            folders.LookAgain();
            assemblies.Drop(arrival.Target);
            metrics.CountDropped("write-failed", 1, arrival.Packed.Length);
            TellFailure(arrival.Target, failure);
        }
    }

    /// <summary>Has all that is written take its place, for good, and answers.</summary>
    public void Commit()
    {
        var waiting = staged.ToArray();
        staged.Clear();
        folders.LookAgain();
        var areDurable = !options.Fsync || TryFlushAtOnce(waiting);
        var placed = waiting.Where(one => TryPlace(one.Arrival, one.File, areDurable)).ToArray();
        folders.Flush(placed.Select(one => one.Arrival.Target));
        foreach (var (arrival, file) in placed)
        {
            writtenFiles.Add(1);
            writtenBytes.Add(file.Length);
            assemblies.Remember(arrival);
            stored.Add(arrival);
            answers.Done(arrival);
        }
    }

    /// <summary>Lets go of long files whose sender has left.</summary>
    public void DropIdle() => assemblies.DropIdle();

    public void Dispose()
    {
        staged.ForEach(one => one.File.Dispose());
        assemblies.Dispose();
    }

    private void TakeWhole(Arrival arrival)
    {
        var found = StatusOf(arrival.Target);
        if (HasLater(found, arrival))
        {
            Keep(arrival);
            return;
        }

        var octets = Stored(arrival);
        if (HasSameTime(found, arrival) && SameContent.Has(arrival.Target, octets))
        {
            stored.Add(arrival);
            Keep(arrival);
            return;
        }

        assemblies.Drop(arrival.Target);
        Stage(arrival, Successor.Begin(arrival.Target, own), octets);
    }

    private void TakePiece(Arrival arrival)
    {
        var found = StatusOf(arrival.Target);
        if (HasLater(found, arrival) || (HasSameTime(found, arrival) && assemblies.WasStored(arrival)))
        {
            Keep(arrival);
            return;
        }

        var known = assemblies.Find(arrival.Target);
        var place = PiecePlace.Of(known?.Progress, arrival.Gen, arrival.Modified, arrival.Begin, arrival.Begin + arrival.Content.Length);
        switch (place.Action)
        {
            case PieceAction.Begin when !assemblies.HasRoom(arrival.Target):
                metrics.CountDropped("too-many-files", 1, arrival.Packed.Length);
                break;
            case PieceAction.Begin:
                Append(assemblies.Begin(arrival, own), arrival, found);
                break;
            case PieceAction.Append:
                Append(known!, arrival, found);
                break;
            case PieceAction.Known or PieceAction.Gap:
                answers.Wants(arrival, place.Next, doesFollow: place.Action == PieceAction.Known);
                break;
        }
    }

    private void Append(Assembly assembly, Arrival arrival, FileStatus? found)
    {
        assembly.Append(arrival.Content, Stored(arrival), time.GetTimestamp());
        stored.Grow(arrival, assembly.Progress.Next);
        if (assembly.Progress.Next < arrival.File.Size)
        {
            answers.Wants(arrival, assembly.Progress.Next, doesFollow: true);
            return;
        }

        if (!assembly.Has(arrival.File.Hash))
        {
            throw new InvalidDataException("Its pieces do not make the file that its sender has.");
        }

        if (HasSameTime(found, arrival) && SameContent.Has(arrival.Target, assembly.File.Path))
        {
            assemblies.Remember(arrival);
            assemblies.Drop(arrival.Target);
            stored.Add(arrival);
            Keep(arrival);
            return;
        }

        Stage(arrival, assemblies.Take(arrival.Target), default);
    }

    private void Stage(Arrival arrival, Successor file, ReadOnlyMemory<byte> rest)
    {
        try
        {
            file.Append(rest.Span);
            file.Complete(arrival.Modified);
            if (arrival.IsPiece && options.Fsync)
            {
                file.Flush(flusher);
            }

            staged.Add((arrival, file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Has the file systems write all that they have, if that is quicker; false if it is not, or can't be done.</summary>
    private bool TryFlushAtOnce((Arrival Arrival, Successor File)[] waiting)
    {
        // Asked of the file that was opened first, the system tells of failures since. Long files, which may have been open for long, are flushed by themselves.
        return waiting.Length > FlushedOneByOne && waiting.DistinctBy(one => FileStatus.Of(one.File.Handle).Identity.Device).All(one => flusher.TryFlushFileSystem(one.File.Handle));
    }

    private bool TryPlace(Arrival arrival, Successor file, bool isDurable)
    {
        try
        {
            if (!isDurable)
            {
                file.Flush(flusher);
            }

            file.TakePlace(options.Bakext);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            metrics.CountDropped("write-failed", 1, arrival.Packed.Length);
            TellFailure(arrival.Target, failure);
            return false;
        }
    }

    /// <summary>Leaves the target as it is, since it has what came, or something later.</summary>
    private void Keep(Arrival arrival)
    {
        keptFiles.Add(1);
        Log.Kept(logger, arrival.Target);
        answers.Done(arrival);
    }

    /// <summary>The octets as they are stored; whether they are what the sender has is seen by their length, where that is known.</summary>
    private ReadOnlyMemory<byte> Stored(Arrival arrival)
    {
        _ = arrival.File.Size is null ? default : arrival.Content;
        var codec = options.WriteCompressed.Stored(arrival.Received, options.Codec);
        return codec == arrival.Received ? arrival.Packed : codec.Compress(arrival.Content, options.Level);
    }

    /// <exception cref="IOException">The target is there, and can't be replaced by a file.</exception>
    private static FileStatus? StatusOf(string target) => FileStatus.Of(target) switch
    {
        { IsRegular: false } => throw new IOException("it is no regular file"),
        var found => found,
    };

    private static bool HasLater(FileStatus? found, Arrival arrival) => found is { } target && target.ModifiedTime > arrival.Modified;

    private static bool HasSameTime(FileStatus? found, Arrival arrival) => found is { } target && target.ModifiedTime == arrival.Modified;

    private void TellDamage(Arrival arrival, InvalidDataException damaged)
    {
        if (IsTimeToTell(ref damageTold))
        {
            Log.Damaged(logger, arrival.File.Hostname, arrival.Name, damaged.Message);
        }
    }

    private void TellFailure(string target, Exception failure)
    {
        if (IsTimeToTell(ref failureTold))
        {
            Log.WriteFailed(logger, target, failure.Message);
        }
    }

    private bool IsTimeToTell(ref long? told)
    {
        if (told is { } before && time.GetElapsedTime(before) < TellEvery)
        {
            return false;
        }

        told = time.GetTimestamp();
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Target} can't be written: {Why}; more of the kind are only counted for a while")]
        public static partial void WriteFailed(ILogger logger, string target, string why);

        [LoggerMessage(2, LogLevel.Warning, "{Host}:{Name} is of no use: {Why}; more of the kind are only counted for a while")]
        public static partial void Damaged(ILogger logger, string host, string name, string why);

        [LoggerMessage(3, LogLevel.Debug, "{Target} is kept, since it is the same, or was written later")]
        public static partial void Kept(ILogger logger, string target);
    }
}
