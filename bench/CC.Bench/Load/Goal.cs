using System.Globalization;

namespace CC.Bench.Load;

/// <summary>What a figure has to be. A goal that is missed is said, and ends the process with 1.</summary>
internal static class Goal
{
    public static void AtMost(string what, double value, double limit) => Tell(what, value, "at most", limit, value <= limit);

    public static void AtLeast(string what, double value, double limit) => Tell(what, value, "at least", limit, value >= limit);

    private static void Tell(string what, double value, string relation, double limit, bool isMet)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"goal {(isMet ? "met" : "MISSED")}: {what}: {value:0.###}; {relation} {limit:0.###}"));
        Environment.ExitCode = isMet ? Environment.ExitCode : 1;
    }
}
