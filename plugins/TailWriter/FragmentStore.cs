using CC.Files;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TailWriter;

/// <summary>
/// Stores the fragments of some of the sources: appends what has arrived; at each commit makes it durable, notes the positions, and only
/// then acknowledges. What a commit fails on is taken back, and sent again. Belongs to one thread.
/// </summary>
internal sealed partial class FragmentStore : IDisposable
{
    private const long CommitAfterOctets = 8 * 1024 * 1024;
    private const int MaxIdleSources = 10_000;

    private static readonly TimeSpan CommitAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(30);

    private readonly TailWriterOptions options;
    private readonly TargetName names;
    private readonly PositionJournal journal;
    private readonly Acknowledger acknowledger;
    private readonly TargetFlush flush;
    private readonly IMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ICounter appended;
    private readonly Dictionary<SourceKey, Source> sources = [];
    private readonly HashSet<Source> uncommitted = [];
    private readonly TargetSet targets;
    private long uncommittedOctets;
    private long uncommittedSince;
    private bool hasAnnounced;
    private long? failureTold;
    private long? damageTold;

    public FragmentStore(
        TailWriterOptions options, PositionJournal journal, TargetFlush flush, int maxOpen, IMessages messages, IMetrics metrics, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.journal = journal;
        this.flush = flush;
        this.metrics = metrics;
        this.time = time;
        this.logger = logger;
        names = new TargetName(options);
        acknowledger = new Acknowledger(messages, time);
        appended = metrics.Counter("appended_bytes");
        targets = new TargetSet(options, journal, maxOpen, time, logger);
    }

    /// <summary>Whether so much, or something so old, waits that it should be committed before more is taken.</summary>
    public bool IsCommitDue => uncommittedOctets >= CommitAfterOctets || (uncommitted.Count > 0 && time.GetElapsedTime(uncommittedSince) >= CommitAfter);

    /// <summary>How long nothing needs doing unless something arrives; infinite when nothing is open.</summary>
    public TimeSpan Rest => targets.Rest();

    /// <summary>Takes a fragment. What is wrong with it, or with the disk, is counted and logged.</summary>
    public void Take(Arrival arrival)
    {
        var source = Find(arrival.Source);
        try
        {
            if (arrival.Fragment.Ack == 0)
            {
                TakePlain(source, arrival);
            }
            else
            {
                TakeAcknowledged(source, arrival);
            }
        }
        catch (InvalidDataException damaged)
        {
            metrics.CountDropped("bad-data", 1, arrival.Packed.Length);
            if (IsTimeToTell(ref damageTold))
            {
                Log.Damaged(logger, source.Key, damaged.Message);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            metrics.CountDropped("write-failed", 1, arrival.Packed.Length);
            TellFailure(arrival.Path, failure);
            source.Stick();
        }
    }

    /// <summary>Makes durable what was taken, notes the positions, and acknowledges.</summary>
    /// <param name="compressAll">Whether what waits to be compressed is to wait no longer.</param>
    public void Commit(bool compressAll = false)
    {
        if (uncommitted.Count == 0)
        {
            return;
        }

        try
        {
            Compress(compressAll);
            FlushAnnounced();
            var dirty = targets.All.Where(target => target.IsDirty).ToArray();
            flush.Flush(dirty);
            Note();
            targets.Commit(dirty);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TellFailure(options.Dstdir, failure);
            TakeBack();
        }

        foreach (var source in uncommitted.ToArray())
        {
            acknowledger.Answer(source);
            if (!source.IsDirty)
            {
                uncommitted.Remove(source);
            }
        }

        uncommittedOctets = 0;
        uncommittedSince = time.GetTimestamp();
    }

    /// <summary>Lets go of what is not used any more.</summary>
    public void CloseIdle()
    {
        if (targets.CloseIdle() || sources.Count >= MaxIdleSources)
        {
            foreach (var source in sources.Values.Where(source => !uncommitted.Contains(source) && !(source.Target is { } target && targets.IsOpen(target))).ToArray())
            {
                sources.Remove(source.Key);
            }
        }
    }

    public void Dispose() => targets.Dispose();

    private Source Find(SourceKey key)
    {
        if (!sources.TryGetValue(key, out var source))
        {
            sources[key] = source = new Source(key);
            if (journal.Find(key) is { } record)
            {
                source.Resume(record);
            }
        }

        return source;
    }

    private void TakeAcknowledged(Source source, Arrival arrival)
    {
        var fragment = arrival.Fragment;
        var placement = Placement.Decide(fragment, arrival.Length, source.Generation, source.Next);
        source.AnswerTo = arrival.Route;
        source.IsAsked |= arrival.IsQuestion || placement.Action == PlacementAction.Known;
        Touch(source, 0);
        switch (placement.Action)
        {
            case PlacementAction.Begin:
                Begin(source, fragment.Gen, fragment.Fpos);
                Append(source, arrival, skip: 0, arrival.Length);
                break;
            case PlacementAction.Append:
                Append(source, arrival, placement.Skip, arrival.Length - placement.Skip);
                break;
            case PlacementAction.Gap:
            case PlacementAction.Outdated:
                Refer(source, arrival, new SendingTo(source.Generation!, null));
                break;
            case PlacementAction.Unknown:
                Refer(source, arrival, new SendingTo(fragment.Gen!, Math.Max(0, fragment.Start ?? fragment.Fpos)));
                break;
        }
    }

    /// <summary>As CC 0.8.7 does: whatever comes is appended; what was left out is mentioned once.</summary>
    private void TakePlain(Source source, Arrival arrival)
    {
        var fragment = arrival.Fragment;
        var isStoredAsItComes = arrival.Received != Codec.None && arrival.Received == names.Stored(arrival.Received);
        var length = isStoredAsItComes ? 0 : arrival.Content.Length;
        if (source.Generation is not null || (fragment.Fpos == 0 && source.Next > 0))
        {
            Begin(source, null, fragment.Fpos);
        }
        else if (!isStoredAsItComes && fragment.Fpos != source.Next && source.Next > 0 && !source.HasGap)
        {
            source.HasGap = true;
            Log.SyncLost(logger, source.Key, source.Next, fragment.Fpos);
        }

        source.Next = fragment.Fpos;
        Append(source, arrival, skip: 0, length);
    }

    /// <summary>Starts another content of a source, once what there is of the one before is noted.</summary>
    private void Begin(Source source, string? generation, long offset)
    {
        if (source.IsDirty)
        {
            Commit(compressAll: true);
            Touch(source, 0);
        }

        source.Begin(generation, offset);
    }

    /// <param name="source">What it belongs to.</param>
    /// <param name="arrival">The fragment.</param>
    /// <param name="skip">Octets at its start that are stored already.</param>
    /// <param name="length">By how much the source moves on.</param>
    private void Append(Source source, Arrival arrival, long skip, long length)
    {
        var stored = names.Stored(arrival.Received);
        var target = Open(source, arrival, stored);
        if (arrival.Received == stored && skip == 0 && stored != Codec.None)
        {
            target.AppendStored(arrival.Packed);
        }
        else if (options.WriteCompressed == WriteCompressed.Keep && stored != Codec.None)
        {
            target.AppendStored(stored.Compress(arrival.Content[(int)skip..], options.CompressionLevel ?? stored.DefaultLevel));
        }
        else
        {
            target.Append(arrival.Content[(int)skip..], options.BufferBytes.Octets, time.GetTimestamp());
        }

        source.Next += length;
        source.Written = target.Waiting == 0 ? source.Next : source.Written;
        source.IsDirty = true;
        source.IsStuck = false;
        source.ToldAt = null;
        source.AnswerTo = arrival.Fragment.Ack == 0 ? null : arrival.Route;
        appended.Add(length);
        Touch(source, arrival.Packed.Length);
    }

    /// <summary>Opens the file that the source's content is in, or, for a new one, makes it.</summary>
    private Target Open(Source source, Arrival arrival, Codec stored)
    {
        ChooseTarget(source, arrival, arrival.Path + stored.Extension);
        if (targets.IsFull && !targets.IsOpen(source.Target!))
        {
            Commit();
            targets.MakeRoom();
        }

        var target = targets.Open(source.Target!, stored);
        if (target.Owner is { } other && other != source)
        {
            target.Compress();
            TellShared(target, other.Key, source.Key);
        }

        // What the journal says of a file's length need not be true of one that was just opened, or cut, by others.
        source.IsAnnounced &= target.Owner is not null && !target.NoticeCut();
        target.Owner = source;
        Announce(source, target);
        return target;
    }

    /// <summary>A content stays in one file, unless it comes compressed in another way than before.</summary>
    private void ChooseTarget(Source source, Arrival arrival, string path)
    {
        if (source.Target is not null && (arrival.IsRotated ? RotatedName.IsOf(source.Target, path) : source.Target == path))
        {
            return;
        }

        if (source.IsDirty)
        {
            Commit(compressAll: true);
        }

        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), time.LocalTimeZone);
        source.Target = arrival.IsRotated ? RotatedName.Next(path, now, journal.NewestOf(path), File.Exists) : path;
        source.IsAnnounced = false;
    }

    /// <summary>
    /// Notes what is about to be stored where before anything of it is, so that, whenever this process ends, the next one knows what it has half written. A
    /// sender that takes no acknowledgements would not send that again.
    /// </summary>
    private void Announce(Source source, Target target)
    {
        if (!source.IsAnnounced && source.Generation is not null)
        {
            journal.Announce(source.Record(target.Length, time.GetUtcNow().ToUnixTimeSeconds()));
            source.IsAnnounced = true;
            hasAnnounced = true;
        }
    }

    private void Touch(Source source, int octets)
    {
        if (uncommitted.Count == 0)
        {
            uncommittedSince = time.GetTimestamp();
        }

        uncommitted.Add(source);
        uncommittedOctets += octets;
    }

    /// <summary>Does not store a fragment, and has its sender go where one can be stored.</summary>
    private void Refer(Source source, Arrival arrival, SendingTo place)
    {
        if (!arrival.IsQuestion)
        {
            metrics.CountDropped("gap", 1, arrival.Packed.Length);
        }

        acknowledger.Refer(source, place);
    }

    private void Compress(bool all)
    {
        foreach (var target in targets.All)
        {
            if (target.Waiting > 0 && (all || target.Owner is { IsAsked: true } || time.GetElapsedTime(target.WaitingSince) >= options.MaintPeriod))
            {
                target.Compress();
            }
        }
    }

    private void FlushAnnounced()
    {
        if (hasAnnounced)
        {
            journal.Flush();
            hasAnnounced = false;
        }
    }

    private void Note()
    {
        var written = uncommitted.Where(source => source.IsDirty && (source.Written != source.Durable || source.Written == source.Next)).ToArray();
        if (written.Length > 0)
        {
            var lengths = targets.All.ToDictionary(target => target.Path, target => target.Length);
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            journal.Append([.. written.Select(source => source.Record(lengths[source.Target!], now))]);
        }

        foreach (var source in uncommitted)
        {
            source.Durable = source.Written;
            source.IsDirty = source.Next != source.Written;
        }
    }

    private void TakeBack()
    {
        foreach (var source in uncommitted.Where(source => source.IsDirty))
        {
            metrics.CountDropped("write-failed", 1, source.Next - source.Durable);
            source.TakeBack();
        }

        foreach (var target in targets.All.Where(target => target.IsDirty))
        {
            target.TakeBack();
        }
    }

    private void TellFailure(string path, Exception failure)
    {
        if (IsTimeToTell(ref failureTold))
        {
            Log.CannotStore(logger, path, failure.Message);
        }
    }

    private bool IsTimeToTell(ref long? told)
    {
        var isTime = told is null || time.GetElapsedTime(told.Value) >= TellEvery;
        told = isTime ? time.GetTimestamp() : told;
        return isTime;
    }

    private void TellShared(Target target, SourceKey one, SourceKey other)
    {
        if (!target.IsShared && (one.Host, one.Filename) != (other.Host, other.Filename))
        {
            target.IsShared = true;
            Log.Shared(logger, target.Path, one, other);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Path} can't be written: {Why}; what arrives is not acknowledged, and is sent again, until it can")]
        public static partial void CannotStore(ILogger logger, string path, string why);

        [LoggerMessage(2, LogLevel.Warning, "a piece of {Source} is of no use: {Why}")]
        public static partial void Damaged(ILogger logger, SourceKey source, string why);

        [LoggerMessage(3, LogLevel.Warning, "sync lost: {Source} goes on at {Fpos} instead of {Next}, and its sender takes no acknowledgements")]
        public static partial void SyncLost(ILogger logger, SourceKey source, long next, long fpos);

        [LoggerMessage(4, LogLevel.Warning, "{Path} is the target of both {One} and {Other}, whose pieces get mixed in it; a dstmask with %(filepath)s keeps them apart")]
        public static partial void Shared(ILogger logger, string path, SourceKey one, SourceKey other);
    }
}
