using System.Threading.Channels;
using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TailWriter;

/// <summary>A fragment on its way to a worker.</summary>
internal sealed record Arrival(LogtailFragment Fragment, ReadOnlyMemory<byte> Packed, Codec Received, string TargetPath, MessageRoute Route);

/// <summary>
/// Stores the fragments of some of the sources, one after the other: appends what has arrived, then makes it durable, notes
/// the positions, and only then acknowledges. Many fragments share one such commit when they come fast.
/// </summary>
internal sealed partial class Worker
{
    private const int MaxQueued = 8;
    private const int MaxContent = 256 * 1024 * 1024;
    private const int MaxSourcesWithoutFile = 10_000;
    private const long CommitAfterOctets = 8 * 1024 * 1024;

    private static readonly TimeSpan CommitAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(1);

    private readonly TailWriterOptions options;
    private readonly TargetName names;
    private readonly PositionJournal journal;
    private readonly IMessages messages;
    private readonly IMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Channel<Arrival> arrivals = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly Dictionary<SourceKey, Source> sources = [];
    private readonly TargetSet targets;
    private readonly HashSet<Source> uncommitted = [];
    private readonly Task running;
    private long uncommittedOctets;
    private long uncommittedSince;
    private long? failureTold;

    public Worker(TailWriterOptions options, TargetName names, PositionJournal journal, IMessages messages, IMetrics metrics, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.names = names;
        this.journal = journal;
        this.messages = messages;
        this.metrics = metrics;
        this.time = time;
        this.logger = logger;
        targets = new TargetSet(options, journal, time);
        running = Task.Run(RunAsync);
    }

    /// <summary>Queues a fragment; waits while many are queued.</summary>
    public ValueTask AddAsync(Arrival arrival, CancellationToken cancellationToken) => arrivals.Writer.WriteAsync(arrival, cancellationToken);

    /// <summary>Stores what is queued, and ends.</summary>
    public Task FinishAsync()
    {
        arrivals.Writer.TryComplete();
        return running;
    }

    private async Task RunAsync()
    {
        while (await WaitAsync())
        {
            while (arrivals.Reader.TryRead(out var arrival))
            {
                Store(arrival);
                if (uncommittedOctets >= CommitAfterOctets || (uncommitted.Count > 0 && time.GetElapsedTime(uncommittedSince) >= CommitAfter))
                {
                    Commit(compressAll: false);
                }
            }

            Commit(compressAll: false);
            CloseIdle();
        }

        Commit(compressAll: true);
        targets.Dispose();
    }

    /// <summary>Waits for fragments, or until files have to be looked after; false at the end.</summary>
    private async Task<bool> WaitAsync()
    {
        using var maintenance = targets.All.Any() || uncommitted.Count > 0 ? new CancellationTokenSource(options.MaintPeriod, time) : null;
        try
        {
            return await arrivals.Reader.WaitToReadAsync(maintenance?.Token ?? CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Nothing that a fragment brings may end the worker.</summary>
    private void Store(Arrival arrival)
    {
        try
        {
            var source = Find(arrival);
            if (arrival.Fragment.Ack == 0)
            {
                StoreUnacknowledged(source, arrival);
            }
            else
            {
                StoreAcknowledged(source, arrival);
            }
        }
        catch (InvalidDataException damaged)
        {
            metrics.CountDropped("bad-data", 1, arrival.Packed.Length);
            Log.Damaged(logger, SourceKey.Of(arrival.Fragment), damaged.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            metrics.CountDropped("write-failed", 1, arrival.Packed.Length);
            TellFailure(arrival.TargetPath, failure);
            if (sources.TryGetValue(SourceKey.Of(arrival.Fragment), out var source))
            {
                source.AnswerTo = null; // Silence has the sender try again after a while; what is on its way already need not be sent back.
                source.ToldAt = time.GetTimestamp();
            }
        }
    }

    private Source Find(Arrival arrival)
    {
        var key = SourceKey.Of(arrival.Fragment);
        if (!sources.TryGetValue(key, out var source))
        {
            sources[key] = source = new Source(key);
            if (journal.Find(key) is { } record)
            {
                source.Generation = record.Generation;
                source.Next = source.Durable = record.Next;
            }
        }

        return source;
    }

    private void StoreAcknowledged(Source source, Arrival arrival)
    {
        var fragment = arrival.Fragment;
        source.AnswerTo = arrival.Route;
        Touch(source, 0);
        var length = fragment.Length ?? Unpack(arrival).Length;
        var placement = Placement.Decide(fragment, length, source.Generation, source.Next);
        switch (placement.Action)
        {
            case PlacementAction.Begin:
                source.Generation = fragment.Gen;
                source.Next = source.Durable = fragment.Fpos;
                source.Target = null;
                Append(source, arrival, length, skip: 0);
                break;
            case PlacementAction.Append:
                Append(source, arrival, length, placement.Skip);
                break;
            case PlacementAction.Gap when fragment.Gen == source.Generation:
                SendTo(source, source.Generation!, null);
                break;
            case PlacementAction.Gap:
                SendTo(source, fragment.Gen!, fragment.Start);
                break;
            case PlacementAction.Outdated:
                SendTo(source, source.Generation!, null);
                break;
        }
    }

    /// <summary>As CC 0.8.7 does: whatever comes is appended; what was left out is mentioned once.</summary>
    private void StoreUnacknowledged(Source source, Arrival arrival)
    {
        var fragment = arrival.Fragment;
        if (source.Generation is not null || (fragment.Fpos == 0 && source.Next > 0))
        {
            source.Generation = null;
            source.Target = null;
            source.Next = fragment.Fpos;
        }

        var length = names.Stored(arrival.Received) == Codec.None ? Unpack(arrival).Length : 0;
        if (length > 0 && fragment.Fpos != source.Next && source.Next > 0 && !source.HasGap)
        {
            source.HasGap = true;
            Log.SyncLost(logger, source.Key, source.Next, fragment.Fpos);
        }

        source.Next = fragment.Fpos;
        Append(source, arrival, length, skip: 0);
    }

    private void Append(Source source, Arrival arrival, long length, long skip)
    {
        var stored = names.Stored(arrival.Received);
        var target = source.Target = targets.Open(source.Target?.Path ?? PathFor(source, arrival), stored);
        if (arrival.Received == stored && skip == 0 && stored != Codec.None)
        {
            target.AppendStored(arrival.Packed);
        }
        else if (options.WriteCompressed == WriteCompressed.Keep && stored != Codec.None)
        {
            target.AppendStored(stored.Compress(Unpack(arrival)[(int)skip..], options.CompressionLevel ?? stored.DefaultLevel));
        }
        else
        {
            target.Append(Unpack(arrival)[(int)skip..], options.BufferBytes.Octets);
        }

        source.Next += length - skip;
        source.IsDirty = true;
        source.ToldAt = null;
        metrics.Counter("appended_bytes").Add(length - skip);
        Touch(source, arrival.Packed.Length);
    }

    /// <summary>A content that was stored before goes on in the same file.</summary>
    private string PathFor(Source source, Arrival arrival)
    {
        if (journal.Find(source.Key) is { } record && record.Generation == source.Generation && record.Next == source.Next)
        {
            return record.Target;
        }

        return arrival.Fragment.OpMode == "rotated"
            ? TargetName.Rotated(arrival.TargetPath, TimeZoneInfo.ConvertTime(time.GetUtcNow(), time.LocalTimeZone))
            : arrival.TargetPath;
    }

    private ReadOnlyMemory<byte> Unpack(Arrival arrival) => arrival.Received.Decompress(arrival.Packed, MaxContent);

    private void Touch(Source source, int octets)
    {
        if (uncommitted.Count == 0)
        {
            uncommittedSince = time.GetTimestamp();
        }

        uncommitted.Add(source);
        uncommittedOctets += octets;
    }

    /// <summary>Has the next acknowledgement tell the sender where to go on; not for each of the fragments that it had sent meanwhile.</summary>
    private void SendTo(Source source, string generation, long? fpos)
    {
        metrics.CountDropped("gap", 1, 0);
        if (source.ToldAt is null || time.GetElapsedTime(source.ToldAt.Value) >= QuietFor)
        {
            source.ToldAt = time.GetTimestamp();
            source.SendTo = (generation, fpos ?? -1);
        }
        else
        {
            source.AnswerTo = null;
        }
    }

    /// <summary>Makes durable what was appended, notes the positions, and acknowledges. What fails is tried again, and not acknowledged before.</summary>
    private void Commit(bool compressAll)
    {
        if (uncommitted.Count == 0)
        {
            return;
        }

        try
        {
            foreach (var target in targets.All)
            {
                if (target.Waiting > 0 && (compressAll || time.GetElapsedTime(target.WaitingSince) >= options.MaintPeriod))
                {
                    target.Compress();
                }

                target.FlushToDisk(options.Fsync);
            }

            Note(uncommitted.Where(source => source is { IsDirty: true, Target.Waiting: 0 }).ToArray());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TellFailure(options.Dstdir, failure);
        }

        foreach (var source in uncommitted.Where(source => !source.IsDirty || source.SendTo is not null).ToArray())
        {
            Answer(source);
            if (!source.IsDirty)
            {
                uncommitted.Remove(source);
            }
        }

        uncommittedOctets = 0;
        uncommittedSince = time.GetTimestamp();
    }

    private void Note(IReadOnlyCollection<Source> stored)
    {
        if (stored.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        journal.Append([.. stored.Select(source => new PositionRecord
        {
            Host = source.Key.Host,
            Filename = source.Key.Filename,
            Device = source.Key.Device,
            Inode = source.Key.Inode,
            Generation = source.Generation,
            Next = source.Next,
            Target = source.Target!.Path,
            Length = source.Target.Length,
            At = now,
        })]);
        foreach (var source in stored)
        {
            source.Durable = source.Next;
            source.IsDirty = false;
        }
    }

    private void Answer(Source source)
    {
        if (source.AnswerTo is { } route && (source.SendTo?.Generation ?? source.Generation) is { } generation)
        {
            var ack = new FragmentAck
            {
                Req = FragmentAck.Type,
                Filename = source.Key.Filename,
                StDev = source.Key.Device,
                StIno = source.Key.Inode,
                Gen = generation,
                Fpos = source.SendTo is { Fpos: >= 0 } to ? to.Fpos : source.Durable,
                Gap = source.SendTo is null ? 0 : 1,
            };
            messages.Return(messages.Compose(ack, BodiesJson.Default.FragmentAck, route: route).Frames);
        }

        source.AnswerTo = null;
        source.SendTo = null;
    }

    private void CloseIdle()
    {
        var closed = targets.CloseIdle();
        if (closed.Count == 0 && sources.Count < MaxSourcesWithoutFile)
        {
            return;
        }

        foreach (var source in sources.Values.Where(source => !uncommitted.Contains(source) && (source.Target is null || closed.Contains(source.Target))).ToArray())
        {
            sources.Remove(source.Key);
        }
    }

    private void TellFailure(string path, Exception failure)
    {
        if (failureTold is null || time.GetElapsedTime(failureTold.Value) >= TimeSpan.FromSeconds(30))
        {
            failureTold = time.GetTimestamp();
            Log.CannotStore(logger, path, failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Path} can't be written: {Why}; what arrives is not acknowledged, and is sent again, until it can")]
        public static partial void CannotStore(ILogger logger, string path, string why);

        [LoggerMessage(2, LogLevel.Warning, "a piece of {Source} can't be unpacked: {Why}")]
        public static partial void Damaged(ILogger logger, SourceKey source, string why);

        [LoggerMessage(3, LogLevel.Warning, "sync lost: {Source} goes on at {Fpos} instead of {Next}, and its sender takes no acknowledgements")]
        public static partial void SyncLost(ILogger logger, SourceKey source, long next, long fpos);
    }
}
