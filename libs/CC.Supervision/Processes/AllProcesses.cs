using System.Globalization;

namespace CC.Supervision.Processes;

/// <summary>All processes of the machine that this one can see.</summary>
internal static class AllProcesses
{
    public static IEnumerable<int> Numbers() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0)
        .Where(process => process > 0);
}
