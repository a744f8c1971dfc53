using System.Runtime.InteropServices;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>Process groups, of which there is no descriptor: kill(2) with a negative number.</summary>
internal static partial class Groups
{
    private const int KillAtOnce = 9;

    /// <summary>Kills what is left in a group. That nothing is, is no failure.</summary>
    public static void Kill(int group)
    {
        if (group > 1)
        {
            _ = Send(-group, KillAtOnce);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
