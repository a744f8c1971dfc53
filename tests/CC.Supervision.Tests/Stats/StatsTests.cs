using System.Collections.Concurrent;
using CC.Supervision.Jobs;
using CC.Supervision.Stats;
using CC.Supervision.Tests.Jobs;

namespace CC.Supervision.Tests.Stats;

/// <summary>PR-04 to PR-06, MG-16 to MG-18, DEF-15 and DEF-32 of gaffer's lists, with real processes.</summary>
public sealed class StatsTests : IAsyncDisposable
{
    private readonly Playground play = new();

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task Tell_what_a_process_uses()
    {
        play.Supervisor.Load(new JobConfig("busy", "/bin/sh -c 'sleep 1000 & while :; do :; done'") { InheritsEnvironment = true });
        await Limit.UntilAsync(() => play.Supervisor.Stats(1) is { Children: 1, Cpu: > 5 });

        var stats = Assert.Single(play.Supervisor.Stats("busy").Stats);
        Assert.Equal((1, play.Supervisor.ProcessInfo(1).OsPid), (stats.Pid, stats.OsPid));
        Assert.InRange(stats.Rss, 100_000, 100_000_000);
        Assert.True(stats.TreeRss > stats.Rss && stats.Vms > stats.Rss && stats.Shared <= stats.Rss);
        Assert.Equal((1, 3), (stats.Threads, stats.Fds));
        Assert.InRange(stats.Uptime, 0, 600);
        Assert.True(play.Supervisor.Stats(1).Uptime >= stats.Uptime);
        Assert.Matches("^[0-9]+[KM]$", stats.MemInfo1);
        Assert.Matches("^0:[0-9]{2}[.][0-9]{2}$", stats.Ctime);
        Assert.Equal(404, Assert.Throws<SupervisorException>(() => play.Supervisor.Stats(99)).Code);
    }

    [Fact]
    public void Are_summed_up_for_a_job_and_nothing_for_one_that_does_not_run()
    {
        play.Supervisor.Load(Playground.Sleeper("a") with { Processes = 3 });
        play.Supervisor.Load(Playground.Sleeper("b"), start: false);

        var stats = play.Supervisor.Stats("a");
        Assert.Equal(("default.a", 3), (stats.Name, stats.Stats.Count));
        Assert.Equal(stats.Stats.Max(one => one.Mem), stats.MaxMem);
        Assert.Equal([("default.a", 3), ("default.b", 0)], play.Supervisor.Jobs().Select(play.Supervisor.Stats).Select(job => (job.Name, job.Stats.Count)));
        Assert.Equal((0.0, 0.0, 0.0), (play.Supervisor.Stats("b").Cpu, play.Supervisor.Stats("b").MaxCpu, play.Supervisor.Stats("b").MinMem));
    }

    [Fact]
    public async Task Are_told_while_somebody_listens_of_processes_to_come_as_well()
    {
        var (first, second) = (new ConcurrentQueue<ProcessStats>(), new ConcurrentQueue<ProcessStats>());
        Action<ProcessStats> listener = first.Enqueue, other = second.Enqueue;
        play.Supervisor.Load(Playground.Sleeper());
        play.Supervisor.Monitor("sleeper", listener);
        play.Supervisor.Monitor("sleeper", other);
        await Limit.UntilAsync(() => first.Count >= 2 && second.Count >= 2);
        Assert.All(first, stats => Assert.Equal((1, play.Supervisor.ProcessInfo(1).OsPid), (stats.Pid, stats.OsPid)));
        Assert.All(first, stats => Assert.True(stats.Cpu >= 0 && stats.MemInfo1.Length > 1));

        play.Supervisor.Unmonitor("sleeper", listener);
        play.Supervisor.Scale("sleeper", Scaling.By(1));
        await Limit.UntilAsync(() => second.Any(stats => stats.Pid == 2));
        var heard = first.Count;
        await Limit.UntilAsync(() => second.Count(stats => stats.Pid == 2) >= 3);

        Assert.InRange(first.Count, heard, heard + 1); // one look may have been under way
    }

    [Fact]
    public void Nobody_looks_when_nobody_listens()
    {
        using var monitors = new Monitors(TimeProvider.System, _ => []);
        Action<ProcessStats> one = _ => { }, two = _ => { };
        monitors.Add("a", one);
        monitors.Add("a", two);

        monitors.Remove("a", one);
        Assert.True(monitors.IsActive);
        monitors.Remove("a", two);
        Assert.False(monitors.IsActive);
    }

    [Theory]
    [InlineData(1023, "1023B")]
    [InlineData(1024, "1K")]
    [InlineData(1024 * 1024 * 5 / 2, "2M")]
    public void Octets_are_cut_to_a_letter(long octets, string text) => Assert.Equal(text, Sampler.Text(octets));

    [Theory]
    [InlineData(0, "0:00.00")]
    [InlineData(6543, "1:05.43")]
    [InlineData(360_000 + 1, "0:00.01")]
    public void Processor_time_is_minutes_seconds_and_hundredths(long ticks, string text) => Assert.Equal(text, Sampler.Duration(ticks));
}
