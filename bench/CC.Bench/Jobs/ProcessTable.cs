using System.Globalization;

namespace CC.Bench.Jobs;

/// <summary>The machine's processes, as /proc has them.</summary>
internal static class ProcessTable
{
    private const double TicksPerSecond = 100;

    /// <summary>The processes below some others that run a program with an argument.</summary>
    public static List<int> Running(IEnumerable<int> roots, string program, string argument)
    {
        var wanted = $"{program}\0{argument}\0";
        var all = roots.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            all.AddRange(Children(all[i]));
        }

        return [.. all.Distinct().Where(process => Read($"/proc/{process}/cmdline") == wanted)];
    }

    /// <summary>Whether a process is a child of one of some others, and runs a program with an argument.</summary>
    public static bool Runs(int process, IReadOnlyList<int> parents, string program, string argument) =>
        Read($"/proc/{process}/cmdline") == $"{program}\0{argument}\0" && parents.Contains(int.Parse(Fields(process)[1], CultureInfo.InvariantCulture));

    public static IEnumerable<int> Children(int process)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{process}/task").SelectMany(thread => Read($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Proportional memory in octets: what is shared counts in parts.</summary>
    public static long Memory(int process) => File.ReadLines($"/proc/{process}/smaps_rollup").Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Sum(line => 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));

    /// <summary>Resident memory in octets, whoever shares it.</summary>
    public static long Resident(int process) => File.ReadLines($"/proc/{process}/status").Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Sum(line => 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));

    public static double CpuSeconds(int process)
    {
        var fields = Fields(process);
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>What /proc/PID/stat has behind the program's name.</summary>
    private static string[] Fields(int process)
    {
        var stat = Read($"/proc/{process}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

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
}
