using System.Runtime.InteropServices;

namespace CC.Server.Lifetime;

/// <summary>
/// The GNU C library gives threads arenas of their own to allocate from, and an arena keeps what it has once grown to: as threads of the pool come and go, that of many is kept which are not needed. Two
/// arenas are enough for what the runtime allocates outside its own heap.
/// </summary>
internal static partial class NativeArenas
{
    private const int Most = 2;

    /// <summary>mallopt(3): the number of arenas.</summary>
    private const int ArenaMax = -8;

    /// <summary>At once, before there are threads. Other C libraries have no arenas.</summary>
    public static void Limit()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = SetOption(ArenaMax, Most);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // Such as musl.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
