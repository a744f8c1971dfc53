using System.Runtime.InteropServices;

namespace CC.Supervision.Native;

/// <summary>What wakes a thread that waits for descriptors (eventfd(2)).</summary>
internal sealed partial class Wakening : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;

    public int Descriptor { get; } = Create(0, CloseOnExec | NonBlocking);

    public void Wake()
    {
        Span<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
        _ = Descriptors.Write(Descriptor, one, out _);
    }

    /// <summary>Has been heard.</summary>
    public void Clear()
    {
        Span<byte> count = stackalloc byte[8];
        _ = Descriptors.Read(Descriptor, count, out _);
    }

    public void Dispose() => Descriptors.Close(Descriptor);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int Create(uint count, int flags);
}
