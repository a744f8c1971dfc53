using CC.Client;
using CC.Client.Tasks;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Examples;

public sealed class PatternsExampleTests
{
    private const int Nodes = 3;

    [Fact]
    public async Task The_one_command_runs_the_three_kinds_of_node_and_files_logs_and_tasks_go_through_all_of_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "run.sh is a script for Linux");
        using var folder = new TemporaryFolder();
        var port = FreePort.Find(Nodes);
        await using var example = Script.Start(Path.Combine(RepositoryFolder.At("examples/patterns"), "run.sh"), folder["work"], port.ToString());
        await example.WaitForLineAsync("Ctrl-C ends");

        await File.WriteAllTextAsync(Path.Combine(folder["work"], "outbox", "info.1"), "some info\n");
        await using var client = new CcClient($"tcp://127.0.0.1:{port + 1}");
        var tasks = new TaskClient(client);
        await RegisteredAsync(tasks, example);
        var statuses = new List<string>();
        await foreach (var update in tasks.SendAsync(new TaskSend { Req = TaskSend.Type, TaskHost = Environment.MachineName, TaskHandler = "cc.task.sample", TaskId = TaskClient.NewId() }))
        {
            statuses.Add(update.Status);
        }

        Assert.Equal(TaskStatuses.Finished, statuses[^1]);
        await BecomesAsync(() => Content(Path.Combine(folder["work"], "data", Environment.MachineName), "info.1") == "some info\n", "the file arrives", example);
        await BecomesAsync(() => Content(Path.Combine(folder["work"], "log"), "end-service.log")?.Contains("[local.d:infosender@", StringComparison.Ordinal) == true, "what a daemon logs arrives", example);
        Assert.Equal(0, await example.StopAsync());
    }

    private static async Task RegisteredAsync(TaskClient tasks, Script example)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!(await tasks.RunnersAsync(ServerProcess.Patience)).Feedback!.Value.GetRawText().Contains("alive", StringComparison.Ordinal))
        {
            Assert.False(patience.IsCancellationRequested, $"the runner does not register\n{example.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static Task BecomesAsync(Func<bool> condition, string what, Script example) =>
        Eventually.TrueAsync(condition, () => $"it does not come so far that {what}\n{example.Output}");

    private static string? Content(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? File.ReadAllText(Path.Combine(folder, name)) : null;
}
