using System.Runtime.InteropServices;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>The clock by which Linux says when a process was started.</summary>
internal static partial class SystemClock
{
    /// <summary>Ticks in a second, in what the kernel shows to programs, on all architectures that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>CLOCK_BOOTTIME: that one, which goes on while the machine sleeps. What a container shows in /proc/uptime may be another.</summary>
    private const int SinceBoot = 7;

    /// <summary>The time of a number of ticks.</summary>
    public static DateTimeOffset TimeOf(long ticks, DateTimeOffset now)
    {
        Span<nint> since = stackalloc nint[2];
        _ = GetTime(SinceBoot, since);
        return now - TimeSpan.FromSeconds(since[0] + (since[1] / 1e9) - (ticks / TicksPerSecond));
    }

    /// <summary>Seconds and nanoseconds.</summary>
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, Span<nint> time);
}
