using System.Runtime.InteropServices;

namespace CC.Supervision.Native;

/// <summary>Tells which of many descriptors can be read or written (epoll(7)).</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    /// <summary>There is something to read, or the other end has gone.</summary>
    public const uint Readable = 0x1;

    /// <summary>There is room to write.</summary>
    public const uint Writable = 0x4;

    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const int Modify = 3;
    private const int MaxEvents = 256;

    /// <summary>The kernel packs struct epoll_event on x86 only.</summary>
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int EventSize = IsPacked ? 12 : 16;
    private static readonly int KeyOffset = IsPacked ? 4 : 8;

    private readonly int descriptor = Create(CloseOnExec);
    private readonly byte[] events = new byte[MaxEvents * 16];

    public void Watch(int target, long key, uint what) => _ = Change(Add, target, key, what);

    public void WatchFor(int target, long key, uint what) => _ = Change(Modify, target, key, what);

    public void Forget(int target) => _ = Change(Delete, target, 0, 0);

    /// <summary>Waits until something can be done, and says of what, and what. One thread only.</summary>
    public void Wait(Action<long, uint> ready)
    {
        int count;
        fixed (byte* buffer = events)
        {
            count = WaitForEvents(descriptor, buffer, MaxEvents, -1);
        }

        for (var i = 0; i < count; i++)
        {
            var entry = events.AsSpan(i * EventSize);
            ready(MemoryMarshal.Read<long>(entry[KeyOffset..]), MemoryMarshal.Read<uint>(entry));
        }
    }

    public void Dispose() => Descriptors.Close(descriptor);

    private int Change(int operation, int target, long key, uint what)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = what;
        *(long*)(entry + KeyOffset) = key;
        return Control(descriptor, operation, target, entry);
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int descriptor, int operation, int target, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int WaitForEvents(int descriptor, byte* events, int count, int milliseconds);
}
