using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.LogTail;

/// <summary>Decides where to begin: at what was saved, or where a first start begins.</summary>
internal sealed partial class Resumption(LogTailOptions options, LogFolder folder, IMetrics metrics, ILogger logger)
{
    /// <summary>The flows to begin with, oldest first; none if there is no file yet.</summary>
    public List<Flow> Begin(SavedPosition? saved)
    {
        if (saved is null)
        {
            Log.Damaged(logger, options.PathOfSaveFile);
            return AtNewest(StartPosition.Beginning);
        }

        var flows = saved.Flows.SelectMany((flow, i) => Resume(flow, saved.ReceiverIsMute, isLast: i == saved.Flows.Count - 1)).ToList();
        if (flows is [])
        {
            return AtNewest(saved.Flows.Count > 0 ? StartPosition.Beginning : options.StartPosition);
        }

        return Lag(flows) is var lag && options.LagMaxBytes is { } limit && lag > limit.Octets ? Skip(flows, lag, limit.Octets) : flows;
    }

    private List<Flow> AtNewest(StartPosition position)
    {
        if (folder.Newest() is not { } name || TailedFile.Open(name) is not { } file)
        {
            return [];
        }

        return [FlowOf(name, file, position == StartPosition.End ? file.Length : 0)];
    }

    private IEnumerable<Flow> Resume(SavedFlow saved, bool receiverIsMute, bool isLast)
    {
        var position = saved.Position(receiverIsMute);
        var isOld = saved.Generation.Length == 0;
        var file = isOld ? TailedFile.Open(saved.Name) : folder.OpenAgain(saved.Name, saved.Identity);
        if (file is null)
        {
            metrics.Counter("tailed_lost_bytes").Add((saved.End ?? saved.Sent) - position);
            Log.Gone(logger, saved.Name, position);
            return [];
        }

        var generation = Generation.Parse(saved.Generation) ?? Generation.First(file.Identity);
        return IsCutShort(saved, file, position)
            ? ResumeCut(saved, file, position, generation)
            : ResumeWhole(saved, file, position, generation, isLast);
    }

    private static bool IsCutShort(SavedFlow saved, TailedFile file, long position) =>
        file.Length < position || (saved.Fingerprint.Length > 0 && file.FingerprintAt(position).Hash != saved.Fingerprint);

    private IEnumerable<Flow> ResumeWhole(SavedFlow saved, TailedFile file, long position, Generation generation, bool isLast)
    {
        var flow = new Flow(saved.Name, file.Identity, generation, saved.Start, file) { End = saved.End };
        flow.MoveAcked(saved.Acked);
        flow.MoveSent(position);
        return isLast ? [flow, .. Missed(file)] : [flow];
    }

    /// <summary>The file was cut short while nobody looked: what was in it lives on in a copy, if one was made, and what is in it now is new.</summary>
    private IEnumerable<Flow> ResumeCut(SavedFlow saved, TailedFile file, long position, Generation generation)
    {
        var again = FlowOf(saved.Name, file, 0, generation.Next());
        if (folder.OpenCopy(saved.Name, position, new Fingerprint(saved.Fingerprint)) is not { } copy)
        {
            Log.CutShort(logger, saved.Name, position);
            return [again];
        }

        var rest = new Flow(saved.Name, file.Identity, generation, saved.Start, copy) { End = copy.Length };
        rest.MoveAcked(saved.Acked);
        rest.MoveSent(position);
        return [rest, .. Missed(copy), again];
    }

    private IEnumerable<Flow> Missed(TailedFile last) => folder.OpenMissed(last).Select(missed => FlowOf(missed.Name, missed.File, 0));

    private List<Flow> Skip(List<Flow> flows, long lag, long limit)
    {
        Log.TooFarBehind(logger, flows[0].Name, lag, limit);
        metrics.Counter("tailed_skipped_bytes").Add(lag);
        flows.ForEach(flow => flow.Dispose());
        return AtNewest(StartPosition.End);
    }

    /// <summary>What there is to carry, through all newer files.</summary>
    private long Lag(List<Flow> flows) =>
        flows.Sum(flow => (flow.End ?? flow.File!.Length) - flow.Sent) + folder.LengthAfter(flows[^1]);

    private static Flow FlowOf(string name, TailedFile file, long start, Generation? generation = null)
    {
        var flow = new Flow(name, file.Identity, generation ?? Generation.First(file.Identity), start, file);
        flow.MoveSent(start);
        return flow;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} is damaged; beginning at the start of the newest file, of which the receiver tells what it has")]
        public static partial void Damaged(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Warning, "{Name} is gone; what was in it from {Position} on is not carried")]
        public static partial void Gone(ILogger logger, string name, long position);

        [LoggerMessage(3, LogLevel.Warning, "{Name} was cut short before {Position}, and no copy of it is there; going on at its start")]
        public static partial void CutShort(ILogger logger, string name, long position);

        [LoggerMessage(4, LogLevel.Warning, "the position in {Name} is {Lag} octets behind, more than lag-max-bytes = {Limit}; going on at the newest file's end")]
        public static partial void TooFarBehind(ILogger logger, string name, long lag, long limit);
    }
}
