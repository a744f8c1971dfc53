using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>A node that is killed in the middle of tasks, and started again.</summary>
public sealed class KilledNodeTests : TaskTest
{
    private const int Kills = 3;
    private const int TasksOfARound = 20;

    [Fact]
    public async Task Each_task_runs_once_or_is_reported_interrupted()
    {
        var ran = Folder["ran"];
        await using var router = await StandInRouter.StartAsync();
        await using var node = new TestNode(Folder, "runner", "local", $$"""
            [routes]
            job = h:jobmgr
            task = h:forward

            {{Sections(router.Endpoint, $$"""
            [cc.task.exec]
            allow =
                note: /bin/sh -c 'sleep 0.0$(($$ %% 10)); echo $0 >> {{ran}}' {id}
            """)}}
            """);
        var ids = Enumerable.Range(0, Kills * TasksOfARound).Select(number => $"t{number}").ToArray();

        await node.StartAsync();
        await router.RegisteredAsync();
        for (var round = 0; round < Kills; round++)
        {
            foreach (var id in ids.Skip(round * TasksOfARound).Take(TasksOfARound))
            {
                await router.SendAsync(id, "cc.task.exec", $",\"cmd\":\"note\",\"id\":\"{id}\"");
            }

            var enough = (round * TasksOfARound) + (round * 3) + 2;
            await Eventually.TrueAsync(() => ids.Count(id => router.FindEnd(id) is not null) >= enough, () => "no task ends");
            var killed = router.Instance;
            await node.KillAsync();
            await node.StartAsync();
            await router.RegisteredAnewAsync(killed);
            await Eventually.TrueAsync(() => node.Output.Count(line => line.Contains("runs tasks as here", StringComparison.Ordinal)) == round + 2, () => "the runner does not start");
            await AskForAllAsync(router, ids.Take((round + 1) * TasksOfARound));
        }

        var counts = (await File.ReadAllLinesAsync(ran)).GroupBy(id => id).ToDictionary(group => group.Key, group => group.Count());
        Assert.All(ids, id =>
        {
            var (status, feedback) = router.FindEnd(id)!.Value;
            if (status == "finished")
            {
                Assert.Equal(1, counts.GetValueOrDefault(id));
            }
            else
            {
                Assert.Equal(("stopped", "interrupted"), (status, feedback.GetProperty("reason").GetString()));
                Assert.InRange(counts.GetValueOrDefault(id), 0, 1);
            }
        });
        await node.StopAsync();
    }

    /// <summary>As clients do that have had no answer: the same ids again.</summary>
    private static async Task AskForAllAsync(StandInRouter router, IEnumerable<string> ids)
    {
        foreach (var id in ids.Where(id => router.FindEnd(id) is null))
        {
            await router.SendAsync(id, "cc.task.exec", $",\"cmd\":\"note\",\"id\":\"{id}\"");
        }

        foreach (var id in ids)
        {
            await router.EndOfAsync(id);
        }
    }
}
