using System.Globalization;
using CC.Supervision.Processes;

namespace CC.Supervision.Stats;

/// <summary>Looks at one process, and remembers the processor time of the last look. Any thread, one at a time.</summary>
internal sealed class Sampler(int pid, int process, TimeProvider time)
{
    /// <summary>Ticks in a second, in what the kernel shows to programs, on all architectures that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private readonly Lock gate = new();
    private long lastTicks;
    private long lastLook = time.GetTimestamp();

    /// <summary>What it uses; null if it has gone.</summary>
    public ProcessStats? Look()
    {
        lock (gate)
        {
            if (ProcessStat.Of(process) is not { HasEnded: false } stat)
            {
                return null;
            }

            var (resident, shared) = Memory(process);
            var children = ProcessTree.Descendants(process);
            return new ProcessStats(pid, process, Text(resident), Text(stat.VirtualOctets), Cpu(stat.Ticks), Math.Round(100.0 * resident / MachineMemory.Total, 1), Duration(stat.Ticks))
            {
                Rss = resident,
                Vms = stat.VirtualOctets,
                Shared = shared,
                Fds = Descriptors(process),
                Threads = stat.Threads,
                Children = children.Count,
                Uptime = Math.Round(Math.Max(0, SinceBoot() - (stat.Started / TicksPerSecond)), 2),
                TreeRss = resident + children.Sum(child => Memory(child).Resident),
            };
        }
    }

    /// <summary>Octets with a letter, in powers of 1024, cut off.</summary>
    internal static string Text(long octets)
    {
        const string Letters = "BKMGTPE";
        var power = 0;
        while (octets >= 1024)
        {
            octets /= 1024;
            power++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{octets}{Letters[power]}");
    }

    /// <summary>Minutes within the hour, seconds, and hundredths.</summary>
    internal static string Duration(long ticks) =>
        string.Create(CultureInfo.InvariantCulture, $"{ticks / (60 * (long)TicksPerSecond) % 60}:{ticks / (long)TicksPerSecond % 60:00}.{ticks % (long)TicksPerSecond:00}");

    private double Cpu(long ticks)
    {
        var now = time.GetTimestamp();
        var passed = time.GetElapsedTime(lastLook, now).TotalSeconds;
        var used = (ticks - lastTicks) / TicksPerSecond;
        (lastTicks, lastLook) = (ticks, now);
        return passed > 0 ? Math.Round(100 * used / passed, 1) : 0;
    }

    /// <summary>Seconds, by the clock that <see cref="ProcessStat.Started"/> is by.</summary>
    private static double SinceBoot() => double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>In octets; nothing of one that has gone.</summary>
    private static (long Resident, long Shared) Memory(int process)
    {
        try
        {
            var pages = File.ReadAllText($"/proc/{process}/statm").Split(' ');
            return (long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize, long.Parse(pages[2], CultureInfo.InvariantCulture) * Environment.SystemPageSize);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return (0, 0);
        }
    }

    private static int? Descriptors(int process)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count();
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
