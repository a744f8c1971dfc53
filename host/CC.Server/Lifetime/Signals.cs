using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CC.Server.Lifetime;

/// <summary>Signals to another process. Unix only; elsewhere nothing can be told to a server from the command line.</summary>
internal static partial class Signals
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Terminate = 15;
    private const int NotPermittedError = 1;

    private static readonly string[] ServerFiles = ["ccserver", "ccserver.dll", "ccserver.py", OwnFile()];

    /// <summary>Sends a signal.</summary>
    public static SignalOutcome Send(int processId, int signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return SignalOutcome.NoProcess;
        }

        return Kill(processId, signal) == 0 ? SignalOutcome.Sent
            : Marshal.GetLastPInvokeError() == NotPermittedError ? SignalOutcome.NotPermitted
            : SignalOutcome.NoProcess;
    }

    /// <summary>Whether a process is a server, of this version or of another, as far as can be told: its id may have been given to something else.</summary>
    public static bool MayBeServer(int processId)
    {
        try
        {
            return !OperatingSystem.IsLinux()
                || File.ReadAllText($"/proc/{processId}/cmdline").Split('\0').Take(3).Any(part => ServerFiles.Contains(Path.GetFileName(part)));
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

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

    private static string OwnFile() => Path.GetFileName(Environment.ProcessPath) is { Length: > 0 } name and not "dotnet" ? name : "ccserver";

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
