using System.Runtime.InteropServices;

namespace CC.Supervision.Native;

/// <summary>A process by a descriptor of it (pidfd_open(2), Linux 5.3): unlike its number, it never becomes another's.</summary>
internal static partial class PidFd
{
    private const int OpenCall = 434; // the same on every architecture
    private const int SignalCall = 424;
    private const int ById = 3; // P_PIDFD
    private const int Exited = 4;
    private const int NoHang = 1;
    private const int NoReaping = 0x01000000;

    private const int InformationSize = 128;
    private const int CodeOffset = 8;
    private const int ProcessOffset = 16;
    private const int StatusOffset = 24;
    private const int CodeExited = 1;

    /// <summary>Opens a process; null if there is none of that number.</summary>
    public static int? Open(int process) => SystemCall(OpenCall, process, 0, 0, 0) is >= 0 and var descriptor ? (int)descriptor : null;

    /// <summary>Sends a signal to the process alone; false if it has gone.</summary>
    public static bool Signal(int descriptor, int signal) => SystemCall(SignalCall, descriptor, signal, 0, 0) == 0;

    /// <summary>Whether a child has ended; it stays what is called a zombie, so that its number, and its group's, are nobody else's.</summary>
    public static bool HasEnded(int descriptor)
    {
        Span<byte> information = stackalloc byte[InformationSize];
        information.Clear();
        return WaitId(ById, descriptor, information, Exited | NoHang | NoReaping) == 0 && Read(information, ProcessOffset) != 0;
    }

    /// <summary>Takes a child's exit; null if it has not ended, or is no child.</summary>
    public static ProcessExit? Collect(int descriptor)
    {
        Span<byte> information = stackalloc byte[InformationSize];
        information.Clear();
        return WaitId(ById, descriptor, information, Exited | NoHang) != 0 || Read(information, ProcessOffset) == 0 ? null
            : Read(information, CodeOffset) == CodeExited ? new ProcessExit(Read(information, StatusOffset), 0)
            : new ProcessExit(0, Read(information, StatusOffset));
    }

    private static int Read(ReadOnlySpan<byte> information, int offset) => MemoryMarshal.Read<int>(information[offset..]);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitId(int kind, int id, Span<byte> information, int options);
}
