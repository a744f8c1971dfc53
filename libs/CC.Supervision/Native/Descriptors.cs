using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CC.Supervision.Native;

/// <summary>Pipes, sockets and files as Linux has them; whoever makes one closes it.</summary>
internal static partial class Descriptors
{
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const uint ReadableByAll = 0x1B6; // 0666, less the umask
    private const int CloseOnExec = 0x80000;
    private const int SetFlags = 4;
    private const int NonBlocking = 0x800;
    private const int SetPipeSize = 1031;
    private const int LocalSockets = 1;
    private const int StreamSocket = 1;
    private const int EndOfWriting = 1;

    /// <summary>As much as an unprivileged user may have a pipe hold (pipe(7), pipe-max-size).</summary>
    private const int LargePipe = 1 << 20;

    /// <summary>Makes a pipe that no other program inherits.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public static (int Read, int Write) Pipe()
    {
        Span<int> ends = stackalloc int[2];
        return MakePipe(ends, CloseOnExec) == 0 ? (ends[0], ends[1]) : throw Failure("a pipe can't be made");
    }

    /// <summary>Makes two sockets that are connected to each other.</summary>
    /// <exception cref="IOException">They can't be made.</exception>
    public static (int Ours, int Theirs) SocketPair()
    {
        Span<int> ends = stackalloc int[2];
        return MakeSocketPair(LocalSockets, StreamSocket | CloseOnExec, 0, ends) == 0 ? (ends[0], ends[1]) : throw Failure("a pair of sockets can't be made");
    }

    /// <summary>Opens a file to append to it, and makes it if it is not there. A named pipe that nobody reads is refused, and one that nobody empties takes no more, rather than that the caller waits.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static SafeFileHandle OpenToAppend(string path)
    {
        var descriptor = Open(path, WriteOnly | Create | Append | NonBlocking | CloseOnExec, ReadableByAll);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    /// <summary>Has calls return at once. The other end, which is another's, is not affected.</summary>
    public static void DoNotBlock(int descriptor) => _ = Control(descriptor, SetFlags, NonBlocking);

    /// <summary>Has a pipe hold more, so that fewer calls move the same; where that is not allowed it stays as it is.</summary>
    public static void Enlarge(int pipe) => _ = Control(pipe, SetPipeSize, LargePipe);

    /// <summary>Tells the other end of a socket that nothing more comes.</summary>
    public static void EndWriting(int socket) => _ = Shutdown(socket, EndOfWriting);

    public static void Close(int descriptor) => _ = CloseDescriptor(descriptor);

    /// <summary>Reads what is there; 0 at the end, -1 and the error's number if there is nothing.</summary>
    public static nint Read(int descriptor, Span<byte> buffer, out int error)
    {
        nint count;
        do
        {
            count = ReadDescriptor(descriptor, buffer, (nuint)buffer.Length);
            error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == Errno.Interrupted);
        return count;
    }

    /// <summary>Writes what there is room for; -1 and the error's number if there is none.</summary>
    public static nint Write(int descriptor, ReadOnlySpan<byte> content, out int error)
    {
        nint count;
        do
        {
            count = WriteDescriptor(descriptor, content, (nuint)content.Length);
            error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == Errno.Interrupted);
        return count;
    }

    private static IOException Failure(string what) => new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}; see ulimit -n and /proc/sys/fs/file-nr");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int MakePipe(Span<int> ends, int flags);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int MakeSocketPair(int domain, int type, int protocol, Span<int> ends);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int Shutdown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadDescriptor(int descriptor, Span<byte> buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteDescriptor(int descriptor, ReadOnlySpan<byte> content, nuint length);
}
