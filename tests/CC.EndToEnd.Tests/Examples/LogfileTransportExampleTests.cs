using CC.EndToEnd.Tests.LogTransport;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Examples;

public sealed class LogfileTransportExampleTests
{
    private const int Nodes = 3;

    private static readonly string Example = RepositoryFolder.At("examples/logfile-transport");

    [Fact]
    public async Task The_one_command_runs_three_nodes_which_carry_logs_until_they_are_stopped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "run.sh is a script for Linux");
        using var folder = new TemporaryFolder();
        await using var example = Script.Start(Path.Combine(Example, "run.sh"), folder["work"], FreePort.Find(Nodes).ToString());
        await example.WaitForLineAsync("Ctrl-C ends");
        var copies = Path.Combine(folder["work"], "data", "logfiles", Environment.MachineName);

        foreach (var node in (string[])["source-1", "source-2"])
        {
            await BecomesAsync(() => Content(Path.Combine(folder["work"], "log"), $"{node}.log")?.Contains("watching") == true, $"{node} watches", example);
        }

        await File.AppendAllTextAsync(Path.Combine(folder["work"], "pg_log", "postgresql-1.log"), SomeLines.Of("classic", 100));
        await File.AppendAllTextAsync(Path.Combine(folder["work"], "ppingd", "log", "pping-stats.log"), SomeLines.Of("rotated", 100));

        await BecomesAsync(() => Content(copies, "postgresql-1.log") == SomeLines.Of("classic", 100), "the classic log arrives", example);
        await BecomesAsync(() => Content(copies, "pping-stats.log.*") == SomeLines.Of("rotated", 100), "the rotated log arrives", example);
        var pids = Directory.GetFiles(Path.Combine(folder["work"], "run"), "*.pid").Select(File.ReadAllText).Select(int.Parse).ToArray();
        Assert.Equal(Nodes, pids.Length);
        Assert.Equal(0, await example.StopAsync());
        Assert.DoesNotContain(pids, pid => Directory.Exists($"/proc/{pid}"));
    }

    private static Task BecomesAsync(Func<bool> condition, string what, Script example) =>
        Eventually.TrueAsync(condition, () => $"it does not come so far that {what}\n{example.Output}");

    private static string? Content(string folder, string mask) =>
        Directory.Exists(folder) && Directory.GetFiles(folder, mask) is [var file] ? File.ReadAllText(file) : null;
}
