using CC.Supervision.Commands;
using CC.Supervision.Health;
using CC.Supervision.Jobs;

namespace CC.Supervision.Tests.Jobs;

/// <summary>Restarts in batches, with real processes.</summary>
public sealed class RollingTests : IAsyncDisposable
{
    private readonly Playground play = new();

    private Supervisor Supervisor => play.Supervisor;

    private string Gate => Path.Combine(play.Folder, "go");

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task A_batch_is_ready_before_those_it_replaces_are_ended_and_the_next_begins()
    {
        await LoadAsync(Gated(4));
        File.Delete(Gate);

        var restarted = Supervisor.RestartAsync("web", new Batch(2));
        await play.HappenedAsync("spawn", 6);
        Assert.Equal([1, 2, 3, 4, 5, 6], Supervisor.Pids("web"));
        await File.WriteAllTextAsync(Gate, "");

        Assert.Equal(4, await restarted.LimitAsync());
        await play.HappenedAsync("exit", 4);
        Assert.Equal([5, 6, 7, 8], Supervisor.Pids("web"));
        await play.HappenedAsync("job.default.web.rolling.done");
        Assert.Equal(2, play.Names.Count(name => name == "job.default.web.rolling"));
        var order = play.Events.Where(what => what.Event is "spawn" or "ready" or "reap").Select(what => $"{what.Event} {what.Pid}").ToList();
        Assert.All([("ready 5", "reap 1"), ("ready 6", "reap 1"), ("reap 2", "spawn 7"), ("ready 7", "reap 3"), ("ready 8", "reap 3")], pair => Assert.True(order.IndexOf(pair.Item1) < order.IndexOf(pair.Item2), string.Join(", ", order)));
    }

    [Fact]
    public async Task It_stops_at_the_first_that_fails_and_says_which()
    {
        var starts = Path.Combine(play.Folder, "starts");
        await LoadAsync(Gated(2) with { Arguments = ["-c", $"echo >>{starts}; test $$(wc -l <{starts}) = 4 && exit 3; echo ready; exec sleep 1000"] });

        var failure = await Assert.ThrowsAsync<SupervisorException>(() => Supervisor.RestartAsync("web", new Batch(1)).LimitAsync());

        Assert.Equal((409, "rolling_failed"), (failure.Code, failure.Reason));
        Assert.Contains("process 4 ended with exit code 3 before it was ready; 1 processes are replaced", failure.Message, StringComparison.Ordinal);
        Assert.Equal([2, 3], Supervisor.Pids("web"));
        await play.HappenedAsync("job.default.web.rolling.failed");
        Supervisor.Kill(2, Signals.Kill);
        await Limit.UntilAsync(() => Supervisor.Pids("web") is [3, 5]); // which is kept running as ever
    }

    [Fact]
    public async Task One_that_does_not_become_ready_is_not_waited_for_without_end()
    {
        await LoadAsync(Gated(2));
        File.Delete(Gate);

        var failure = await Assert.ThrowsAsync<SupervisorException>(() => Supervisor.RestartAsync("web", new Batch(50, IsPercent: true), TimeSpan.FromSeconds(0.2)).LimitAsync());

        Assert.Contains("process 3 did not become ready within 0.2 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], Supervisor.Pids("web"));
    }

    [Fact]
    public async Task Who_stops_the_job_meanwhile_wins()
    {
        await LoadAsync(Gated(2));
        File.Delete(Gate);
        var restarted = Supervisor.RestartAsync("web", new Batch(1));
        Assert.Equal("rolling", Assert.Throws<SupervisorException>(() => { _ = Supervisor.RestartAsync("web", new Batch(1)); }).Reason);

        Supervisor.Stop("web");

        Assert.Contains("the job is stopped", (await Assert.ThrowsAsync<SupervisorException>(() => restarted.LimitAsync())).Message, StringComparison.Ordinal);
        await play.HappenedAsync("exit", 3);
        Assert.Empty(Supervisor.Pids());
        Assert.Equal("not_running", Assert.Throws<SupervisorException>(() => { _ = Supervisor.RestartAsync("web", new Batch(1)); }).Reason);
    }

    [Fact]
    public async Task One_that_is_replaced_may_end_meanwhile_and_scaling_goes_on()
    {
        await LoadAsync(Gated(3));
        File.Delete(Gate);
        var restarted = Supervisor.RestartAsync("web", new Batch(1));
        await play.HappenedAsync("spawn", 4);

        Supervisor.Kill(1, Signals.Kill);
        await play.HappenedAsync("exit");
        Supervisor.Scale("web", Scaling.Parse("=2"));
        await File.WriteAllTextAsync(Gate, "");

        Assert.Equal(2, await restarted.LimitAsync());
        await play.HappenedAsync("exit", 3);
        Assert.Equal([4, 5], Supervisor.Pids("web"));
    }

    [Fact]
    public async Task Without_a_probe_a_process_is_ready_when_it_has_lasted()
    {
        Supervisor.Load(Playground.Sleeper("web") with { Processes = 2, Backoff = new Backoff { ResetAfter = TimeSpan.FromSeconds(0.1) } });

        var told = await new CommandTable(Supervisor).ExecuteAsync("restart", Playground.Json("""{"name": "web", "batch": "50%"}""")).LimitAsync();

        Assert.Equal("""{"ok":true,"replaced":2}""", told.ToJsonString());
        Assert.Equal([3, 4], Supervisor.Pids("web"));
    }

    [Theory]
    [InlineData("1", 7, 1)]
    [InlineData("25%", 7, 1)]
    [InlineData("30%", 7, 2)]
    [InlineData("1%", 7, 1)]
    [InlineData("100%", 7, 7)]
    [InlineData("9", 7, 9)]
    public void A_batch_is_a_number_or_a_share(string text, int total, int size) => Assert.Equal(size, Batch.Parse(text).Of(total));

    [Theory]
    [InlineData("0")]
    [InlineData("0%")]
    [InlineData("101%")]
    [InlineData("-1")]
    [InlineData("%")]
    [InlineData("some")]
    public void What_is_no_batch_is_refused(string text) => Assert.Contains($"batch is '{text}'", Assert.Throws<SupervisorException>(() => Batch.Parse(text)).Message, StringComparison.Ordinal);

    /// <summary>A program that is ready once there is a file.</summary>
    private JobConfig Gated(int processes) => new("web", "/bin/sh")
    {
        Arguments = ["-c", $"while ! test -e {Gate}; do sleep 0.02; done; echo ready; exec sleep 1000"],
        InheritsEnvironment = true,
        OutputLabels = ["out"],
        Processes = processes,
        Ready = new ProbeRules(ProbeKind.Log, "ready"),
    };

    private async Task LoadAsync(JobConfig job)
    {
        await File.WriteAllTextAsync(Gate, "");
        Supervisor.Load(job);
        await play.HappenedAsync("ready", job.Processes);
    }
}
