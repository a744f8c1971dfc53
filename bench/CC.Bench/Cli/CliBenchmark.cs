using System.Diagnostics;
using System.Globalization;
using CC.Bench.Load;

namespace CC.Bench.Cli;

/// <summary>How long the command line takes to answer, each time a new process; beside it, what the runtime alone takes to start and end.</summary>
internal static class CliBenchmark
{
    private const double GoalMilliseconds = 150;

    public static async Task RunAsync(int runs)
    {
        var endpoint = FreePort.Endpoint();
        using var folder = new TemporaryConfiguration();
        using var node = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = {endpoint}
            cc-role = local
            [routes]
            echo = h:echo
            [h:echo]
            handler = echo
            """));
        string[][] lines = [["--version"], ["ping", "-e", endpoint], ["ping", "--json", "-e", endpoint], ["plugins", "list", "-e", endpoint]];
        var took = lines.Select(_ => new List<double>()).ToArray();
        for (var run = 0; run <= runs; run++)
        {
            for (var line = 0; line < lines.Length; line++)
            {
                var milliseconds = await OnceAsync(lines[line]);
                if (run > 0)
                {
                    took[line].Add(milliseconds); // The first one reads the files from the disk.
                }
            }
        }

        for (var line = 0; line < lines.Length; line++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ccctl {string.Join(' ', lines[line].TakeWhile(word => word != "-e")),-13} median of {runs}: {Median.Of(took[line]):0} ms ({took[line].Min():0} to {took[line].Max():0})"));
        }

        Goal.AtMost("ms for ccctl ping", Median.Of(took[1]), GoalMilliseconds);
    }

    private static async Task<double> OnceAsync(string[] line)
    {
        var started = Stopwatch.GetTimestamp();
        using var tool = ChildProcess.Start(Path.Combine(AppContext.BaseDirectory, "tool", "ccctl"), line);
        await tool.ReadLineAsync();
        await tool.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
