using System.Runtime.InteropServices;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>What Linux's C library does for programs that are started and ended, and .NET does not.</summary>
internal static partial class Posix
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private const int NoHang = 1;
    private const int CloseOnExec = 0x80000;

    /// <summary>Sends a signal to a process, or, to a negative number, to a process group. That it is gone is no failure.</summary>
    public static void Send(int process, int signal) => _ = SendSignal(process, signal);

    /// <summary>Collects a child that has ended; null if it has not, or was collected by somebody else.</summary>
    public static ExitStatus? Collect(int process) => WaitPid(process, out var status, NoHang) == process ? new ExitStatus(status) : null;

    /// <summary>Makes a pipe that no other program inherits.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public static (int Read, int Write) Pipe()
    {
        Span<int> ends = stackalloc int[2];
        return MakePipe(ends, CloseOnExec) == 0 ? (ends[0], ends[1]) : throw new IOException($"a pipe can't be made: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public static void Close(int descriptor) => _ = CloseDescriptor(descriptor);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitPid(int process, out int status, int options);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int MakePipe(Span<int> ends, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);
}
