using CC.Supervision.Processes;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>One process, known by its number and by when it was started, so that another one that is given its number later is never taken for it.</summary>
/// <param name="Id">The number.</param>
/// <param name="Started">When, in clock ticks since the machine was.</param>
internal sealed record RunningProcess(int Id, long Started)
{
    /// <summary>The process of that number, if it runs.</summary>
    public static RunningProcess? Of(int id) => ProcessStat.Of(id) is { HasEnded: false } stat ? new RunningProcess(id, stat.Started) : null;
}
