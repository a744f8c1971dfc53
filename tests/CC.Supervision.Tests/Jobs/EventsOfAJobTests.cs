using System.Collections.Concurrent;
using CC.Supervision.Jobs;

namespace CC.Supervision.Tests.Jobs;

/// <summary>What is told of a job, and to whom.</summary>
public sealed class EventsOfAJobTests : IAsyncDisposable
{
    private readonly Playground play = new();

    private Supervisor Supervisor => play.Supervisor;

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task Who_listens_to_everything_hears_of_a_job_from_its_load_to_its_end() // MG-13
    {
        Supervisor.Load(Playground.Sleeper());
        Supervisor.Scale("sleeper", Scaling.By(1));
        Supervisor.Stop("sleeper");
        Supervisor.Unload("sleeper");

        await play.HappenedAsync("exit", 2);
        string[] wanted = ["load", "start", "update", "stop", "unload"];
        Assert.Equal(["load", "start", "update", "stop", "unload", "stop"], play.Names.Where(wanted.Contains)); // to unload is to stop first
        Assert.All(play.Events, what => Assert.Equal("default.sleeper", what.Name));
    }

    [Fact]
    public async Task A_jobs_name_is_the_pattern_of_its_own_events() // MG-14
    {
        var heard = new ConcurrentQueue<string>();
        Supervisor.Events.Subscribe("job.default.dummy", (name, _) => heard.Enqueue(name));
        foreach (var name in (string[])["dummy2", "dummy"])
        {
            Supervisor.Load(Playground.Sleeper(name));
            Supervisor.Stop(name);
        }

        await play.HappenedAsync("job.default.dummy2.exit");
        await Limit.UntilAsync(() => heard.Contains("job.default.dummy.exit"));
        Assert.Equal(["load", "start", "spawn", "stop", "exit"], heard.Select(name => name.Split("job.default.dummy.")[1]));
    }
}
