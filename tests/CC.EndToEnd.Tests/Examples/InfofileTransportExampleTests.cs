using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Examples;

public sealed class InfofileTransportExampleTests
{
    private const int Nodes = 2;

    private static readonly string Example = RepositoryFolder.At("examples/infofile-transport");

    [Fact]
    public async Task The_one_command_runs_two_nodes_which_carry_files_until_they_are_stopped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "run.sh is a script for Linux");
        using var folder = new TemporaryFolder();
        await using var example = Script.Start(Path.Combine(Example, "run.sh"), folder["work"], FreePort.Find(Nodes).ToString());
        await example.WaitForLineAsync("Ctrl-C ends");
        var copies = Path.Combine(folder["work"], "data", "infofiles", Environment.MachineName);

        await File.WriteAllTextAsync(Path.Combine(folder["work"], "infofiles", "info.1"), "some info\n");

        await BecomesAsync(() => Content(copies, "info.1") == "some info\n", "the file arrives", example);
        await BecomesAsync(() => Content(copies, "uptime")?.Contains("load average") == true, "the command's output arrives", example);
        var pids = Directory.GetFiles(Path.Combine(folder["work"], "run"), "*.pid").Select(File.ReadAllText).Select(int.Parse).ToArray();
        Assert.Equal(Nodes, pids.Length);
        Assert.Equal(0, await example.StopAsync());
        Assert.DoesNotContain(pids, pid => Directory.Exists($"/proc/{pid}"));
    }

    private static Task BecomesAsync(Func<bool> condition, string what, Script example) =>
        Eventually.TrueAsync(condition, () => $"it does not come so far that {what}\n{example.Output}");

    private static string? Content(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? File.ReadAllText(Path.Combine(folder, name)) : null;
}
