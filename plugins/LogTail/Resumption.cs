using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.LogTail;

/// <summary>Decides where to begin: at what was saved, or where a first start begins.</summary>
internal sealed partial class Resumption(LogTailOptions options, LogFolder folder, IMetrics metrics, ILogger logger)
{
    /// <summary>What to begin with; null for a saved position that is damaged.</summary>
    /// <exception cref="IOException">A file that is there can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file that is there may not be read.</exception>
    public Departure Begin(SavedPosition? saved)
    {
        if (saved is null)
        {
            if (!options.Ack)
            {
                Log.DamagedUnasked(logger, options.PathOfSaveFile);
                return new Departure(AtNewest(StartPosition.Beginning), Receiver.Unknown, MustAsk: false);
            }

            Log.Damaged(logger, options.PathOfSaveFile);
            return new Departure(OpenAll(), Receiver.Unknown, MustAsk: true);
        }

        if (saved.IsFirstStart)
        {
            return new Departure(AtNewest(options.StartPosition), Receiver.Unknown, MustAsk: true);
        }

        if (saved.IsPrevious)
        {
            Log.Previous(logger, options.PathOfSaveFile);
        }

        var isMute = saved.Receiver is Receiver.Mute or Receiver.Unasked;
        var flows = ResumeAll(saved.Flows, isMute);
        var receiver = saved.Receiver == Receiver.Unasked ? Receiver.Unknown : saved.Receiver;
        return options.LagMaxBytes is { } limit && Lag(flows) is var lag && lag > limit.Octets
            ? new Departure(Skip(flows, lag, limit.Octets), receiver, MustAsk: saved.IsPrevious)
            : new Departure(flows, receiver, MustAsk: saved.IsPrevious);
    }

    private List<Flow> AtNewest(StartPosition position) =>
        folder.Newest() is { } name && TailedFile.Open(name) is { } file ? [Flow.Begin(name, file, atEnd: position == StartPosition.End)] : [];

    /// <summary>All files, of which the receiver tells what it has; the newest one may still grow. Few stay open.</summary>
    private List<Flow> OpenAll()
    {
        var flows = new List<Flow>();
        try
        {
            foreach (var flow in folder.OpenAll())
            {
                flow.IsUnsure = true;
                if (flows is [.., var before])
                {
                    before.Finish(before.Extent, TimeSpan.Zero);
                    CloseBeyond(flows);
                }

                flows.Add(flow);
            }

            return flows;
        }
        catch
        {
            flows.ForEach(flow => flow.Dispose());
            throw;
        }
    }

    private static void CloseBeyond(List<Flow> flows)
    {
        if (flows.Count > FlowList.MaxKept)
        {
            flows[^1].Close();
        }
    }

    private List<Flow> ResumeAll(IReadOnlyList<SavedFlow> saved, bool isMute)
    {
        var flows = new List<Flow>();
        try
        {
            for (var i = 0; i < saved.Count; i++)
            {
                flows.Add(FlowList.WillPark(i, saved.Count) && saved[i] is { End: not null, Generation.Length: > 0 } ? ResumeClosed(saved[i], isMute) : Resume(saved[i], isMute));
            }

            return flows;
        }
        catch
        {
            flows.ForEach(flow => flow.Dispose());
            throw;
        }
    }

    /// <summary>
    /// A content with the file that had it, if that is still there. What was cut short meanwhile is found out later, by whoever follows the files, and
    /// so is what came after.
    /// </summary>
    private Flow Resume(SavedFlow saved, bool isMute)
    {
        var isOld = saved.Generation.Length == 0;
        var file = isOld ? TailedFile.Open(saved.Name) : folder.OpenAgain(saved.Name, saved.Holder);
        var identity = isOld ? file?.Identity ?? default : saved.Identity;
        var generation = Generation.Parse(saved.Generation) ?? Generation.First(identity);
        var flow = new Flow(saved.Name, identity, generation, isOld ? identity.Birth : saved.Begun, isMute ? saved.Sent : saved.AckedPlace, file);
        flow.Restore(saved);
        if (file is null)
        {
            TellGone(saved, flow);
        }

        return flow;
    }

    /// <summary>A content whose file is looked for when its turn comes.</summary>
    private static Flow ResumeClosed(SavedFlow saved, bool isMute)
    {
        var flow = new Flow(saved.Name, saved.Identity, Generation.Parse(saved.Generation) ?? Generation.First(saved.Identity), saved.Begun, isMute ? saved.Sent : saved.AckedPlace, null);
        flow.Restore(saved);
        return flow;
    }

    private void TellGone(SavedFlow saved, Flow flow)
    {
        flow.Lose(TimeSpan.Zero);
        flow.Skip(TimeSpan.Zero);
        if (saved.Acked < saved.End || saved.End is null)
        {
            metrics.Counter("tailed_lost_bytes").Add(Math.Max(saved.Sent.Offset, saved.End ?? 0) - saved.Acked);
            Log.Gone(logger, saved.Name, saved.Acked);
        }
    }

    /// <summary>Begins at the end of the newest file; as another content of it, so that the receiver does not ask for what is skipped.</summary>
    private List<Flow> Skip(List<Flow> flows, long lag, long limit)
    {
        Log.TooFarBehind(logger, flows[0].Name, lag, limit);
        metrics.Counter("tailed_skipped_bytes").Add(lag);
        var newest = AtNewest(StartPosition.End);
        if (newest is [var flow] && flows.FindLast(skipped => skipped.Identity == flow.Identity) is { } before)
        {
            flow.Become(before.Generation.Next(), flow.Sent.Offset);
        }

        flows.ForEach(skipped => skipped.Dispose());
        return newest;
    }

    /// <summary>What there is to carry, through all newer files.</summary>
    private long Lag(List<Flow> flows) =>
        flows.Sum(flow => Math.Max(0, (flow.End ?? flow.File?.Length ?? 0) - flow.Sent.Offset)) + (flows is [.., var last] ? folder.LengthAfter(last) : 0);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} is damaged; so is the one saved before; beginning at the start of every file that is there, of which the receiver tells what it has")]
        public static partial void Damaged(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Warning, "{Name} is gone; what was in it from {Position} on is not carried")]
        public static partial void Gone(ILogger logger, string name, long position);

        [LoggerMessage(3, LogLevel.Warning, "the position in {Name} is {Lag} octets behind, more than lag-max-bytes = {Limit}; going on at the newest file's end")]
        public static partial void TooFarBehind(ILogger logger, string name, long lag, long limit);

        [LoggerMessage(4, LogLevel.Warning, "{Path} is damaged; going on at the position saved before, and the receiver tells what it has of more")]
        public static partial void Previous(ILogger logger, string path);

        [LoggerMessage(5, LogLevel.Warning, "{Path} is damaged, and so is the one saved before; beginning at the start of the newest file, and what older ones have that was not sent yet is not carried, since the receiver is not asked")]
        public static partial void DamagedUnasked(ILogger logger, string path);
    }
}
