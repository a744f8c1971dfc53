using CC.Supervision;
using CC.Supervision.Processes;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>Ends a process: asks by SIGINT, then by SIGTERM, then kills it, with whatever else is left in its group.</summary>
/// <param name="grace">How long it may take to heed each.</param>
/// <param name="time">The clock.</param>
internal sealed class Ending(TimeSpan grace, TimeProvider time)
{
    private const int Interrupt = 2;

    /// <summary>How long a process that was killed may take; one that waits for a disk takes its time.</summary>
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    /// <summary>Ends one that was started here, or by the node before, with all that it has started.</summary>
    /// <returns>Whether it had to be killed.</returns>
    /// <exception cref="ProgramException">It does not end, even so.</exception>
    public Task<bool> EndTreeAsync(ChildProcess process) => EndAsync(process, signal => process.SignalTree(signal), process.Id);

    /// <summary>Ends one that has put itself into the background: it is asked alone, and the group that was made for it goes with it.</summary>
    /// <returns>Whether it had to be killed.</returns>
    /// <exception cref="ProgramException">It does not end, even so.</exception>
    public Task<bool> EndDaemonAsync(ChildProcess process) => EndAsync(process, signal => process.Signal(signal), OwnGroup(process) ?? 0);

    private async Task<bool> EndAsync(ChildProcess process, Action<int> ask, int group)
    {
        foreach (var signal in (int[])[Interrupt, Signals.Terminate])
        {
            ask(signal);
            if (await EndsAsync(process, grace))
            {
                Groups.Kill(group);
                return false;
            }
        }

        ask(Signals.Kill);
        Groups.Kill(group);
        return await EndsAsync(process, KillLimit)
            ? true
            : throw new ProgramException($"process {process.Id} does not end, though it was killed: it belongs to another user, or waits for a disk; end it by hand", process.Id);
    }

    /// <summary>One that was made for it, since its session was, by itself or by its launcher; not that of a shell in which somebody has started it.</summary>
    private static int? OwnGroup(ChildProcess process) =>
        ProcessStat.Of(process.Id) is { } stat && stat.Started == process.Started && stat.Group == stat.Session && stat.Session != ProcessStat.Of(Environment.ProcessId)?.Session ? stat.Group : null;

    private async Task<bool> EndsAsync(ChildProcess process, TimeSpan limit)
    {
        await ((Task)process.Exited).WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.Exited.IsCompleted;
    }
}
