namespace CC.Plugins.JobMgr.Programs;

/// <summary>Ends a process: asks by SIGINT, then by SIGTERM, then kills it, with whatever else is left in its group.</summary>
/// <param name="grace">How long it may take to heed each.</param>
/// <param name="time">The clock.</param>
internal sealed class Ending(TimeSpan grace, TimeProvider time)
{
    /// <summary>How long a process that was killed may take; one that waits for a disk takes its time.</summary>
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    /// <summary>How often to look whether it has ended.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <param name="process">The process.</param>
    /// <param name="isWholeGroup">Whether the group that it leads is asked, and not it alone.</param>
    /// <returns>Whether it had to be killed.</returns>
    /// <exception cref="ProgramException">It does not end, even so.</exception>
    public async Task<bool> EndAsync(RunningProcess process, bool isWholeGroup)
    {
        var group = isWholeGroup ? process.Id : process.OwnGroup;
        foreach (var signal in (int[])[Posix.Interrupt, Posix.Terminate])
        {
            Ask(process, isWholeGroup, signal);
            if (await EndsAsync(process, grace))
            {
                KillGroup(group);
                return false;
            }
        }

        process.Send(Posix.Kill);
        KillGroup(group);
        return await EndsAsync(process, KillLimit)
            ? true
            : throw new ProgramException($"process {process.Id} does not end, though it was killed: it belongs to another user, or waits for a disk; end it by hand", process.Id);
    }

    public static void KillGroup(int? group)
    {
        if (group is > 1)
        {
            Posix.Send(-group.Value, Posix.Kill);
        }
    }

    private static void Ask(RunningProcess process, bool isWholeGroup, int signal)
    {
        if (isWholeGroup && process.IsAlive)
        {
            Posix.Send(-process.Id, signal);
        }
        else
        {
            process.Send(signal);
        }
    }

    private async Task<bool> EndsAsync(RunningProcess process, TimeSpan limit)
    {
        var asked = time.GetTimestamp();
        while (process.IsAlive && time.GetElapsedTime(asked) < limit)
        {
            await Task.Delay(Pace, time);
        }

        return !process.IsAlive;
    }
}
