using CC.Supervision.Native;

namespace CC.Supervision.Processes;

/// <summary>
/// Kills what processes have left behind in their sessions, but in groups of its own, as timeout(1) and a shell with job control make them. Only a look at all processes of the machine finds those; so there is
/// one for all ends of a while, and nobody waits for it.
/// </summary>
internal sealed class Leftovers : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    /// <summary>One that waits for a disk does not end, however often it is killed.</summary>
    private const int Looks = 20;

    private readonly Lock gate = new();
    private readonly Lock sweeping = new();
    private readonly Timer timer;
    private HashSet<int> sessions = [];

    public Leftovers() => timer = new Timer(_ => Sweep());

    /// <summary>The first process of a session has ended.</summary>
    public void Add(int session)
    {
        lock (gate)
        {
            if (sessions.Add(session) && sessions.Count == 1)
            {
                timer.Change(Delay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Looks a last time.</summary>
    public void Dispose()
    {
        timer.Dispose();
        Sweep();
    }

    private void Sweep()
    {
        lock (sweeping)
        {
            HashSet<int> ended;
            lock (gate)
            {
                (ended, sessions) = (sessions, []);
            }

            for (var look = 0; look < Looks && ended.Count > 0 && AllProcesses.Numbers().Count(process => KillIfIn(ended, process)) > 0; look++)
            {
                // Who was killed may have started another just before.
            }
        }
    }

    /// <summary>A session's number is nobody else's while one of it lives; where there is a process of that number, the session had ended, and this is another.</summary>
    private static bool KillIfIn(HashSet<int> ended, int process)
    {
        if (ProcessStat.Of(process) is not { HasEnded: false } stat || !ended.Contains(stat.Session) || ProcessStat.Of(stat.Session) is not null || PidFd.Open(process) is not { } descriptor)
        {
            return false;
        }

        var isSame = ProcessStat.Of(process) is { HasEnded: false } still && still.Started == stat.Started;
        var isKilled = isSame && PidFd.Signal(descriptor, Signals.Kill);
        Descriptors.Close(descriptor);
        return isKilled;
    }
}
