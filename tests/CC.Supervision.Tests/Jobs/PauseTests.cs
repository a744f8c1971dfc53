using CC.Supervision.Jobs;

namespace CC.Supervision.Tests.Jobs;

/// <summary>What ends the pause of a job that has flapped, before its time. DEF-13.</summary>
public sealed class PauseTests : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly Playground play = new();

    private Supervisor Supervisor => play.Supervisor;

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task Another_configuration_does_not_wait_for_the_faults_of_the_one_before()
    {
        Supervisor.Load(new JobConfig("paused", "/bin/false") { Flapping = new Flapping { Attempts = 1, RetryIn = Long } });
        Supervisor.Load(new JobConfig("waiting", "/bin/false") { Backoff = new Backoff { Initial = Long, Cap = Long } });
        await play.HappenedAsync("flap");
        await play.HappenedAsync("job.default.waiting.exit", 2);
        Assert.Equal(("paused", "waiting"), (Supervisor.Info("paused").State, Supervisor.Info("waiting").State));

        Supervisor.Update(Playground.Sleeper("paused"));
        Supervisor.Update(Playground.Sleeper("waiting"));

        Assert.Equal(("running", "running"), (Supervisor.Info("paused").State, Supervisor.Info("waiting").State));
        Assert.Equal(2, Supervisor.Pids().Count);
    }

    [Fact]
    public async Task Another_configuration_starts_no_job_that_is_idle_or_has_finished()
    {
        Supervisor.Load(Playground.Sleeper("idle"), start: false);
        Supervisor.Load(new JobConfig("finished", "true") { Restart = RestartPolicy.Never });
        await play.HappenedAsync("exit");

        Supervisor.Update(Playground.Sleeper("idle"));
        Supervisor.Update(Playground.Sleeper("finished"));

        Assert.Equal(("idle", "finished"), (Supervisor.Info("idle").State, Supervisor.Info("finished").State));
        Assert.Empty(Supervisor.Pids());
    }

    [Fact]
    public async Task A_supervisor_that_stops_during_a_pause_starts_nothing_when_it_is_over()
    {
        await using var clock = new Playground();
        var crash = new JobConfig("crash", "/bin/false") { Flapping = new Flapping { Attempts = 1, RetryIn = TimeSpan.FromSeconds(0.2) } };
        Supervisor.Load(crash);
        await play.HappenedAsync("flap");
        await Supervisor.StopAsync().LimitAsync();
        var before = play.Names.Count(name => name == "spawn");

        clock.Supervisor.Load(crash with { Flapping = crash.Flapping with { RetryIn = TimeSpan.FromSeconds(0.4) } });
        await clock.HappenedAsync("spawn", 2); // by then the other's time has passed

        Assert.Equal(before, play.Names.Count(name => name == "spawn"));
    }
}
