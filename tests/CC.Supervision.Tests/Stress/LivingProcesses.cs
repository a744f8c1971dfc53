using System.Globalization;
using System.Text;

namespace CC.Supervision.Tests.Stress;

/// <summary>The children of this process that a supervisor has started, as /proc has them, by job; without those that are on their way out: whom a fatal signal waits for, or who are being taken apart by the kernel.</summary>
internal sealed class LivingProcesses(string supervisor)
{
    /// <summary>include/linux/sched.h: getting shut down.</summary>
    private const long Exiting = 0x4;

    private const ulong Fatal = (1UL << (9 - 1)) | (1UL << (15 - 1));

    /// <summary>Those that were all alive at one moment during the call.</summary>
    public ILookup<string, int> Look() => Children().Select(Living).OfType<One>().ToArray().Where(one => Living(one.Process)?.Started == one.Started).ToLookup(one => one.Job, one => one.Process);

    /// <summary>All that has this process as a parent and is of the supervisor; not those that have ended and were not collected, whose environment is gone.</summary>
    private One? Living(int process)
    {
        try
        {
            var job = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/environ")).Split('\0') is var variables && variables.Contains($"CC_SUPERVISOR={supervisor}")
                ? variables.First(variable => variable.StartsWith("CC_JOB=", StringComparison.Ordinal))["CC_JOB=".Length..]
                : null;
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var signals = File.ReadLines($"/proc/{process}/status").Where(line => line.StartsWith("SigPnd:", StringComparison.Ordinal) || line.StartsWith("ShdPnd:", StringComparison.Ordinal))
                .Aggregate(0UL, (all, line) => all | ulong.Parse(line.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            return job is null || fields[0] is "Z" or "X" || (long.Parse(fields[6], CultureInfo.InvariantCulture) & Exiting) != 0 || (signals & Fatal) != 0
                ? null
                : new One(process, job, fields[19]);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int[] Children() =>
        [.. Directory.EnumerateDirectories("/proc/self/task").SelectMany(thread => Read($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private sealed record One(int Process, string Job, string Started);
}
