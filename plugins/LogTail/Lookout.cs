using CC.Files;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.LogTail;

/// <summary>Finds out what has become of the files: which came next, which were cut short or renamed, and which have grown when that was not expected any more.</summary>
internal sealed partial class Lookout(LogFolder folder, FlowList flows, long since, IMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>So many files that the receiver does not have whole are enough; the names of further ones are found later.</summary>
    private const int MaxUndone = 64;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>File systems take the time from a clock that lags behind this much.</summary>
    private static readonly TimeSpan ClockLag = TimeSpan.FromMilliseconds(10);

    private readonly ICounter tailedFiles = metrics.Counter("tailed_files");
    private bool isListed;
    private string failureTold = "";

    /// <summary>When files were first looked for, in units of 100 ns since 1970.</summary>
    public long Since { get; } = since > 0 ? since : (time.GetUtcNow() - ClockLag - DateTimeOffset.UnixEpoch).Ticks;

    /// <summary>When to look again even if nothing is heard of, on the carrier's clock, because something could not be read.</summary>
    public TimeSpan RetryAt { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Looks, and returns whether something is different.</summary>
    /// <param name="change">What is known to have happened since the last time.</param>
    /// <param name="mayWait">Whether the receiver is waited for, so that not everything has to be opened now.</param>
    /// <param name="now">The time, on the carrier's clock.</param>
    public bool Look(FolderChange change, bool mayWait, TimeSpan now)
    {
        isListed &= !change.HasFlag(FolderChange.Names) && now < RetryAt;
        RetryAt = now < RetryAt ? RetryAt : TimeSpan.MaxValue;
        try
        {
            var found = FollowCut(change, now) | FollowGrowth() | FindNext(mayWait);
            failureTold = RetryAt == TimeSpan.MaxValue ? "" : failureTold;
            return found;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            RetryAt = now + RetryAfter;
            isListed = false;
            if (failureTold != failure.Message)
            {
                failureTold = failure.Message;
                Log.CannotLook(logger, failure.Message);
            }

            return false;
        }
    }

    /// <summary>The folders to watch: that of the logs, and that of the file that is followed, if a link leads to it.</summary>
    public IReadOnlyCollection<string> Folders()
    {
        var target = flows.Last is { } last && File.Exists(last.Name) ? File.ResolveLinkTarget(last.Name, returnFinalTarget: true)?.FullName : null;
        return target is null ? [folder.Path] : [folder.Path, Path.GetDirectoryName(target)!];
    }

    /// <summary>
    /// A file that was cut short: what was in it may live on in a copy, and in further ones if that happened again before it was noticed. What
    /// is in it now is a content of its own.
    /// </summary>
    private bool FollowCut(FolderChange change, TimeSpan now)
    {
        if (flows.Last is not { End: null } flow || !(flow.IsBlank ? flow.File is { Length: > 0 } || change.HasFlag(FolderChange.Names) : flow.WasCut))
        {
            return false;
        }

        var copies = folder.OpenCopies(flow, Known());
        if (flow.IsBlank && copies.Count == 0)
        {
            flow.NoteHead();
            return false;
        }

        if (copies.Count == 0)
        {
            Log.CutShort(logger, flow.Name, flow.Sent.Offset);
        }

        var file = copies.Count == 0 ? flow.Lose(now) : flow.ReadFrom(copies[0], now);
        foreach (var copy in copies.Skip(1))
        {
            flow = flow.AfterCut(copies[0].Identity.Birth, null);
            flow.ReadFrom(copy, now);
            Add(flow);
        }

        return Add(flow.AfterCut((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks, file));
    }

    /// <summary>Who writes to a file may not know at once that it has been renamed, or that there is a newer one.</summary>
    private bool FollowGrowth()
    {
        var grown = flows.All.Where(flow => flow.HasGrown).ToArray();
        foreach (var flow in grown)
        {
            flow.GoOn();
        }

        return grown.Length > 0;
    }

    private bool FindNext(bool mayWait)
    {
        if (folder.IsListed && flows.Last is { } last && (isListed || !last.IsSentSoFar || (mayWait && flows.Undone >= MaxUndone)))
        {
            return false;
        }

        var found = flows.Last is { } before ? folder.OpenNext(before, Known()) : folder.OpenFirst(Since);
        foreach (var next in found)
        {
            Add(next);
        }

        isListed = found.Count == 0;
        return found.Count > 0;
    }

    private bool Add(Flow flow)
    {
        flow.NoteHead();
        flows.Add(flow);
        tailedFiles.Add(1);
        Log.Follows(logger, flow.Name);
        return true;
    }

    private HashSet<FileIdentity> Known() => [.. flows.All.SelectMany(flow => new[] { flow.Identity, flow.Holder })];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "following {Name}")]
        public static partial void Follows(ILogger logger, string name);

        [LoggerMessage(2, LogLevel.Warning, "{Name} was cut short before {Position}, and no copy of it is there; what was appended last may be lost")]
        public static partial void CutShort(ILogger logger, string name, long position);

        [LoggerMessage(3, LogLevel.Warning, "{Why}; tried again until it can be read, and what follows waits")]
        public static partial void CannotLook(ILogger logger, string why);
    }
}
