namespace CC.Plugins.JobMgr.Programs;

/// <summary>One process, known by its id and by when it was started, so that another one that is given its id later is never taken for it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Started">When, in clock ticks since the machine was.</param>
internal sealed record RunningProcess(int Id, long Started)
{
    /// <summary>Whether it runs; one that has ended and only waits to be collected does not.</summary>
    public bool IsAlive => Stat is { HasEnded: false };

    private ProcessStat? Stat => ProcessStat.Of(Id) is { } stat && stat.Started == Started ? stat : null;

    /// <summary>The process of that id, if it runs.</summary>
    public static RunningProcess? Of(int id) => ProcessStat.Of(id) is { HasEnded: false } stat ? new RunningProcess(id, stat.Started) : null;

    /// <summary>
    /// The group that may be ended with it, or null: one that was made for it, since its session was, by itself or by its launcher; not that of a shell in which somebody has started it.
    /// </summary>
    public int? OwnGroup => Stat is { } stat && stat.Group == stat.Session && stat.Session != ProcessStat.Of(Environment.ProcessId)?.Session ? stat.Group : null;

    /// <summary>Sends it a signal, if it still runs.</summary>
    public void Send(int signal)
    {
        if (IsAlive)
        {
            Posix.Send(Id, signal);
        }
    }
}
