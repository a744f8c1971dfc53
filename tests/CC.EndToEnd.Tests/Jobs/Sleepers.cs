using System.Globalization;

namespace CC.EndToEnd.Tests.Jobs;

/// <summary>Finds processes of <c>sleep</c> by what they sleep for, which nobody else does.</summary>
internal static class Sleepers
{
    /// <summary>The processes whose only argument begins so, by their numbers.</summary>
    public static int[] Running(string argument) =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Where(name => Arguments(name!).StartsWith($"sleep\0{argument}", StringComparison.Ordinal))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Order()];

    private static string Arguments(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
