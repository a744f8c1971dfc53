using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>The system calls of inotify(7).</summary>
internal static partial class Inotify
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const short Readable = 1;

    private const uint Modified = 0x2;
    private const uint AttributesChanged = 0x4;
    private const uint MovedFrom = 0x40;
    private const uint MovedTo = 0x80;
    private const uint Created = 0x100;
    private const uint Deleted = 0x200;
    private const uint SelfDeleted = 0x400;
    private const uint SelfMoved = 0x800;
    private const uint Unmounted = 0x2000;
    private const uint Overflow = 0x4000;
    private const uint OnlyFolders = 0x1000000;

    private const uint Content = Modified | AttributesChanged;
    private const uint Names = MovedFrom | MovedTo | Created | Deleted | SelfDeleted | SelfMoved;

    // struct inotify_event: watch, mask, cookie, length of the name, each of 4 octets, and the name.
    private const int MaskOffset = 4;
    private const int LengthOffset = 12;
    private const int HeaderSize = 16;

    public static SafeFileHandle Open() => Checked(Init(CloseOnExec | NonBlocking), "inotify_init1; fs.inotify.max_user_instances may have to be raised");

    /// <summary>What another thread ends a wait with.</summary>
    public static SafeFileHandle OpenSignal() => Checked(EventDescriptor(0, CloseOnExec), "eventfd");

    public static void Raise(SafeFileHandle signal) => RandomAccess.Write(signal, BitConverter.GetBytes(1L), 0);

    /// <summary>Watches a folder; null if it is not there.</summary>
    /// <exception cref="IOException">There are as many watches as the system allows.</exception>
    public static int? TryAdd(SafeFileHandle events, string folder, bool withContent)
    {
        var watch = AddWatch(events, folder, Names | OnlyFolders | (withContent ? Content : 0));
        return watch >= 0 ? watch
            : Marshal.GetLastPInvokeError() is Errno.NoEntry or Errno.NoAccess or Errno.NotDirectory or Errno.NameTooLong or Errno.Loop && folder != "/" ? null
            : throw Failure($"inotify_add_watch of {folder}; fs.inotify.max_user_watches may have to be raised");
    }

    public static void Remove(SafeFileHandle events, int watch) => _ = RemoveWatch(events, watch);

    /// <summary>Waits for events, or for the signal, and returns the octets of events read.</summary>
    public static int Read(SafeFileHandle events, SafeFileHandle signal, Span<byte> buffer)
    {
        Span<PollEntry> entries = [new((int)events.DangerousGetHandle(), Readable), new((int)signal.DangerousGetHandle(), Readable)];
        _ = Poll(entries, 2, -1);
        return (int)Math.Max(0, Read(events, buffer, buffer.Length));
    }

    public static FolderChange Changes(ReadOnlySpan<byte> events)
    {
        var changes = FolderChange.None;
        while (events.Length >= HeaderSize)
        {
            var mask = BitConverter.ToUInt32(events[MaskOffset..]);
            changes |= (mask & (Content | Overflow)) != 0 ? FolderChange.Content : FolderChange.None;
            changes |= (mask & (Names | Overflow | Unmounted)) != 0 ? FolderChange.Names : FolderChange.None;
            events = events[(HeaderSize + BitConverter.ToInt32(events[LengthOffset..]))..];
        }

        return changes;
    }

    private static SafeFileHandle Checked(int descriptor, string call) =>
        descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(call);

    private static IOException Failure(string call) => new($"{Marshal.GetLastPInvokeErrorMessage()}: {call}");

    [StructLayout(LayoutKind.Sequential)]
    private record struct PollEntry(int Descriptor, short Wanted)
    {
        public short Happened;
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(SafeFileHandle events, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch")]
    private static partial int RemoveWatch(SafeFileHandle events, int watch);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(Span<PollEntry> entries, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Span<byte> buffer, nint length);
}
