using CC.Client.Tasks;
using CC.EndToEnd.Tests.LogTransport;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Kills;

/// <summary>A fleet at work, of which one process after the other is killed, and started again.</summary>
public sealed class KilledProcessesTests
{
    private const int Kills = 20;
    private const int FilesOfARound = 50;
    private const int TasksOfARound = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Every_file_arrives_as_it_is_and_every_task_runs_once_or_is_reported_not_to_have()
    {
        var seed = Seed.Take();
        var (choice, content) = (new Random(seed), new Random(seed + 1));
        await using var fleet = new Fleet();
        await fleet.StartAsync();
        using var patience = new CancellationTokenSource();
        var tasks = new Dictionary<string, Task<TaskUpdate>>();

        for (var round = 0; round < Kills; round++)
        {
            var writing = WriteAsync(fleet, round, content);
            for (var i = 0; i < TasksOfARound; i++)
            {
                var id = $"t{tasks.Count}";
                tasks.Add(id, fleet.RunAsync(id, insists: i % 2 == 0, patience.Token));
            }

            await Task.Delay(choice.NextDouble() * LongestPause);
            await KillOneAsync(fleet, choice);
            await writing;
        }

        patience.CancelAfter(ServerProcess.Patience);
        await fleet.Files.AllArriveAsync(fleet.Story);
        var ends = await EndsAsync(fleet, tasks);
        Assert.All(ends, end => Assert.True(IsTrue(end.Value, fleet.Ran.Begun(end.Key), fleet.Ran.Ended(end.Key)), Told(fleet, end.Key, end.Value)));
        Assert.True(ends.Values.Count(end => end.Outcome == TaskOutcome.Finished) > ends.Count / 4, "hardly any task has run");
        Assert.All(fleet.Nodes, node => Assert.Empty(node.Errors));
    }

    /// <summary>New files, and older ones that change once more.</summary>
    private static async Task WriteAsync(Fleet fleet, int round, Random random)
    {
        for (var i = 0; i < FilesOfARound; i++)
        {
            var newest = (round * FilesOfARound) + i;
            fleet.Files.Write($"info.{newest}", SomeLines.Noise(random.Next(10) == 0 ? 200_000 : 100, newest));
            fleet.Files.Write($"info.{random.Next(newest + 1)}", SomeLines.Noise(200, random.Next()));
            await Task.Delay(5);
        }
    }

    private static async Task KillOneAsync(Fleet fleet, Random random)
    {
        var victim = random.Next(fleet.Nodes.Count + 2);
        if (victim < fleet.Nodes.Count)
        {
            await Fleet.KillAsync(fleet.Nodes[victim]);
        }
        else if (victim == fleet.Nodes.Count)
        {
            await fleet.KillSenderAsync();
        }
        else if (!fleet.TryKillTask())
        {
            await Fleet.KillAsync(fleet.Runner);
        }
    }

    private static async Task<Dictionary<string, TaskUpdate>> EndsAsync(Fleet fleet, Dictionary<string, Task<TaskUpdate>> tasks)
    {
        try
        {
            await Task.WhenAll(tasks.Values);
        }
        catch (OperationCanceledException)
        {
            var waiting = tasks.Where(task => !task.Value.IsCompletedSuccessfully).Select(task => task.Key);
            Assert.Fail($"clients are left waiting for {string.Join(", ", waiting)}\n{fleet.Story()}");
        }

        return tasks.ToDictionary(task => task.Key, task => task.Value.Result);
    }

    /// <summary>Whether what a client was told of its task is what has happened.</summary>
    private static bool IsTrue(TaskUpdate last, int begun, int ended) => last.Outcome switch
    {
        TaskOutcome.Finished => (begun, ended) is (1, 1),
        TaskOutcome.NoRoute or TaskOutcome.Refused => begun == 0,
        TaskOutcome.Stopped => begun <= 1, // By a kill, of the runner before the task came to its end or of the task itself.
        _ => false,
    };

    private static string Told(Fleet fleet, string id, TaskUpdate last) =>
        $"{id}: {last.Outcome} {last.Status} {last.Code} {last.Text} {last.Feedback}, begun {fleet.Ran.Begun(id)} times, ended {fleet.Ran.Ended(id)} times\n{fleet.Story()}";
}
