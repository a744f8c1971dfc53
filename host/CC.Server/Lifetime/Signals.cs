using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CC.Server.Lifetime;

/// <summary>Signals to another process. Unix only; elsewhere nothing can be told to a server from the command line.</summary>
internal static partial class Signals
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Terminate = 15;

    /// <summary>Sends a signal; false if there is no such process, or it belongs to somebody else.</summary>
    public static bool Send(int processId, int signal) =>
        !OperatingSystem.IsWindows() && Kill(processId, signal) == 0;

    /// <summary>Whether a process is alive; one that has ended and only waits to be collected is not.</summary>
    public static bool IsAlive(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Process.GetProcesses().Any(process => process.Id == processId);
        }

        try
        {
            var status = File.ReadLines($"/proc/{processId}/status").Select(line => line.Split('\t')).ToDictionary(field => field[0], field => field[^1]);
            return status["State:"][0] is not ('Z' or 'X') && status["Tgid:"] == $"{processId}"; // A thread has an id as well.
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A shell starts background commands with interrupts ignored, and the runtime respects that; but -s has to reach them.</summary>
    public static void HeedInterrupts()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetHandler(Interrupt, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
