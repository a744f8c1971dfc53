using System.Globalization;

namespace CC.Supervision.Stats;

/// <summary>The memory that this machine has (proc(5), meminfo).</summary>
internal static class MachineMemory
{
    private const string Label = "MemTotal:";

    /// <summary>In octets.</summary>
    public static long Total { get; } = Read();

    private static long Read()
    {
        var line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith(Label, StringComparison.Ordinal));
        return long.Parse(line[Label.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
    }
}
