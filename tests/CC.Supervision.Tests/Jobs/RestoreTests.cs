using System.Diagnostics;
using CC.Supervision.Jobs;
using CC.Supervision.Processes;

namespace CC.Supervision.Tests.Jobs;

/// <summary>What the next supervisor finds of one that was stopped, or killed.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cc-supervision-").FullName;
    private readonly string name = $"test-{Guid.NewGuid():N}";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Jobs_their_scale_and_whether_they_are_stopped_outlive_a_supervisor() // DEF-31
    {
        await using (var before = New())
        {
            before.Load(JobConfigReader.Read(Playground.Json("""{"name": "web", "cmd": "sleep 1000", "unknown": [1, 2]}""")), "app", new Dictionary<string, string> { ["A"] = "b" });
            before.Scale("app.web", Scaling.Parse("=3"));
            before.Load(Playground.Sleeper("stopped"));
            before.Stop("stopped");
            before.Load(Playground.Sleeper("idle"), start: false);
            before.Load(Playground.Sleeper("passing") with { IsTransient = true });
            before.Load(Playground.Sleeper("gone"));
            before.Unload("gone");
        }

        await using var after = New();
        await after.RestoreAsync().LimitAsync();

        Assert.Equal(["app.web", "default.stopped", "default.idle"], after.Jobs());
        var web = after.Info("app.web");
        Assert.Equal((3, 3, "running"), (web.Running, web.MaxProcesses, web.State));
        Assert.Equal("[1,2]", web.Config["unknown"]!.ToJsonString());
        Assert.Equal("b", after.ProcessInfo(1).Env["A"]);
        Assert.Equal(("stopped", "idle"), (after.Info("stopped").State, after.Info("idle").State));
        after.Start("stopped");
        Assert.Equal(1, after.Info("stopped").Running);
    }

    [Fact]
    public async Task One_that_nobody_has_started_is_not_started_and_one_that_was_scaled_runs() // DEF-31
    {
        await using (var before = New())
        {
            before.Load(Playground.Sleeper("idle"), start: false);
            before.Load(Playground.Sleeper("scaled"), start: false);
            before.Scale("scaled", Scaling.Parse("=2"));
            before.Load(Playground.Sleeper("web"));
        }

        await using var after = New();
        await after.RestoreAsync().LimitAsync();

        Assert.Equal((1, 2), (after.Info("web").Running, after.Info("scaled").Running));
        Assert.Equal((0, "idle"), (after.Info("idle").Running, after.Info("idle").State));
    }

    [Fact]
    public async Task One_that_was_given_up_stays_so_unless_its_configuration_is_another() // DEF-13, DEF-31
    {
        await using (var before = New())
        {
            var crash = new JobConfig("crash", "false") { Flapping = new Flapping { Attempts = 1, Window = TimeSpan.FromHours(1), MaxRetry = 0 } };
            before.Load(crash with { Name = "mended" });
            await Limit.UntilAsync(() => before.Info("mended").State == "gave up");
            before.Load(crash);
            await Limit.UntilAsync(() => before.Info("crash").State == "gave up");
        }

        await using var after = New();
        await after.RestoreAsync((name, config) => name == "default.mended" ? Playground.Sleeper("mended") : config).LimitAsync();

        Assert.Equal("gave up", after.Info("crash").State);
        Assert.Single(after.History("crash"));
        Assert.Equal("running", after.Info("mended").State);
    }

    [Fact]
    public async Task Detached_processes_go_on_and_are_found_again_and_no_others() // DEF-02
    {
        int detached;
        int attached;
        await using (var before = New())
        {
            before.Load(Playground.Sleeper("detached") with { IsDetached = true });
            before.Load(Playground.Sleeper("attached"));
            (detached, attached) = (before.ProcessInfo(1).OsPid, before.ProcessInfo(2).OsPid);
        }

        Assert.NotNull(ProcessStat.Of(detached));
        Assert.Null(ProcessStat.Of(attached));
        await using var after = New();
        await after.RestoreAsync().LimitAsync();

        Assert.Equal(detached, Assert.Single(after.Pids("detached").Select(pid => after.ProcessInfo(pid).OsPid)));
        await EndDetachedAsync(after, "detached");
    }

    [Fact]
    public async Task A_job_is_taken_up_as_its_configuration_is_now_or_not_at_all()
    {
        int changed;
        await using (var before = New())
        {
            before.Load(Playground.Sleeper("same"));
            before.Scale("same", Scaling.Parse("=2"));
            before.Load(Playground.Sleeper("changed") with { IsDetached = true });
            before.Load(Playground.Sleeper("more"));
            before.Load(Playground.Sleeper("stopped"));
            before.Stop("stopped");
            before.Load(Playground.Sleeper("gone") with { IsDetached = true });
            changed = before.ProcessInfo(before.Pids("changed").Single()).OsPid;
        }

        await using var after = New();
        await after.RestoreAsync((name, config) => name switch
        {
            "default.changed" => config with { Arguments = ["1"] },
            "default.more" or "default.stopped" => config with { Processes = 3 },
            "default.gone" => null,
            _ => config,
        }).LimitAsync();

        Assert.Equal(["default.same", "default.changed", "default.more", "default.stopped"], after.Jobs());
        Assert.Equal((2, 3), (after.Info("same").Running, after.Info("more").Running));
        Assert.Equal((0, 0, "stopped"), (after.Info("stopped").Running, after.Info("stopped").MaxProcesses, after.Info("stopped").State));
        Assert.Equal("1", after.ProcessInfo(after.Pids("changed").Single()).Args[^1]);
        Assert.True(ProcessStat.Of(changed) is null or { HasEnded: true });
        await Limit.UntilAsync(() => !Directory.EnumerateFiles($"{State}.history").Any(file => file.Contains("gone", StringComparison.Ordinal)));
        Assert.Contains(Directory.EnumerateFiles($"{State}.history"), file => file.Contains("changed", StringComparison.Ordinal));
        await EndDetachedAsync(after, "changed");
    }

    [Fact]
    public async Task What_a_killed_supervisor_has_left_is_ended_before_anything_starts()
    {
        var left = LeftBehind("default.web");
        var other = LeftBehind("default.unknown");
        var stranger = LeftBehind("default.web", "another");
        await File.WriteAllTextAsync(State, """
            {"version": 1, "jobs": [{"session": "default", "config": {"name": "web", "cmd": "sleep 1000"}, "env": {}, "target": 1, "mode": "Started"}]}
            """);

        await using var after = New();
        await after.RestoreAsync().LimitAsync();

        Assert.True(ProcessStat.Of(left.Id) is null or { HasEnded: true });
        Assert.True(ProcessStat.Of(other.Id) is null or { HasEnded: true });
        Assert.False(stranger.HasExited);
        Assert.Equal(1, after.Info("web").Running);
        stranger.Kill();
    }

    [Fact]
    public async Task What_has_cleared_its_environment_is_remembered_and_no_other_of_its_number()
    {
        int detached;
        await using (var before = New())
        {
            before.Load(new JobConfig("detached", "env") { Arguments = ["-i", "sleep", "1000"], IsDetached = true });
            detached = before.ProcessInfo(1).OsPid;
            await Limit.UntilAsync(() => File.ReadAllText($"/proc/{detached}/cmdline").StartsWith("sleep", StringComparison.Ordinal));
        }

        using var stranger = LeftBehind("default.detached", "another");
        await File.WriteAllTextAsync(Path.Combine($"{State}.processes", $"{stranger.Id}"), $"1 {Boot.Id} 1 default.detached");

        await using var after = New();
        await after.RestoreAsync().LimitAsync();

        Assert.Equal(detached, Assert.Single(after.Pids("detached").Select(pid => after.ProcessInfo(pid).OsPid)));
        Assert.False(stranger.HasExited);
        Assert.Equal([$"{detached}"], Directory.GetFiles($"{State}.processes").Select(Path.GetFileName));
        stranger.Kill();
        await EndDetachedAsync(after, "detached");
        await Limit.UntilAsync(() => Directory.GetFiles($"{State}.processes").Length == 0);
    }

    [Fact]
    public async Task What_has_cleared_its_environment_is_known_by_its_session()
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", "env -i sleep 1000; true"]) { Environment = { ["CC_SUPERVISOR"] = name, ["CC_JOB"] = "default.web" } };
        using var leader = Process.Start(start)!;
        await Limit.UntilAsync(() => ProcessStat.Of(leader.Id)?.Session == leader.Id && ProcessTree.Descendants(leader.Id).Count > 0);
        var cleared = ProcessTree.Descendants(leader.Id).Single();
        await Limit.UntilAsync(() => File.ReadAllText($"/proc/{cleared}/cmdline").StartsWith("sleep", StringComparison.Ordinal));

        await using var after = New();
        await after.RestoreAsync().LimitAsync();

        Assert.True(ProcessStat.Of(cleared) is null or { HasEnded: true });
    }

    [Fact]
    public async Task What_a_detached_process_has_started_goes_on_with_it_and_is_no_copy_of_its_own()
    {
        int own;
        await using (var before = New())
        {
            before.Load(new JobConfig("detached", "/bin/sh") { Arguments = ["-c", "sleep 1000; true"], IsDetached = true, InheritsEnvironment = true });
            var process = before.ProcessInfo(1).OsPid;
            await Limit.UntilAsync(() => ProcessTree.Descendants(process).Count > 0);
            own = ProcessTree.Descendants(process).Single();
            await Limit.UntilAsync(() => File.ReadAllText($"/proc/{own}/cmdline").StartsWith("sleep", StringComparison.Ordinal));
        }

        await using var after = New();
        await after.RestoreAsync().LimitAsync();

        Assert.Single(after.Pids("detached"));
        Assert.True(ProcessStat.Of(own) is { HasEnded: false });
        await EndDetachedAsync(after, "detached");
        await Limit.UntilAsync(() => ProcessStat.Of(own) is null or { HasEnded: true });
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"version": 2, "jobs": []}""")]
    [InlineData("""{"version": 1, "jobs": [{"session": "x"}]}""")]
    public async Task A_file_that_is_none_is_not_overwritten(string content)
    {
        await File.WriteAllTextAsync(State, content);
        await using var supervisor = New();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => supervisor.RestoreAsync());

        Assert.Contains(State, failure.Message, StringComparison.Ordinal);
        supervisor.Load(Playground.Sleeper());
        Assert.Equal(content, await File.ReadAllTextAsync(State));
    }

    [Fact]
    public async Task That_nothing_can_be_kept_stops_nobody()
    {
        await using var supervisor = new Supervisor(new SupervisorOptions { Name = name, StateFile = "/nowhere/at/all" });
        var told = new TaskCompletionSource<string>();
        supervisor.Events.Subscribe("state_error", (_, what) => told.TrySetResult(what.Reason!));

        supervisor.Load(Playground.Sleeper());

        Assert.Contains("/nowhere/at/all", await told.Task.LimitAsync(), StringComparison.Ordinal);
        Assert.Equal(1, supervisor.Info("sleeper").Running);
    }

    [Fact]
    public async Task What_could_not_be_kept_is_as_soon_as_there_is_room()
    {
        var missing = Path.Combine(folder, "missing");
        await using var supervisor = new Supervisor(new SupervisorOptions { Name = name, StateFile = Path.Combine(missing, "jobs.json") });
        supervisor.Load(Playground.Sleeper("late"));

        Directory.CreateDirectory(missing);

        await Limit.UntilAsync(() => File.Exists(Path.Combine(missing, "jobs.json")));
        Assert.Contains("late", await File.ReadAllTextAsync(Path.Combine(missing, "jobs.json")), StringComparison.Ordinal);
    }

    /// <summary>It would outlive the test.</summary>
    private static async Task EndDetachedAsync(Supervisor supervisor, string job)
    {
        var process = supervisor.ProcessInfo(supervisor.Pids(job).Single()).OsPid;
        supervisor.Stop(job);
        await Limit.UntilAsync(() => ProcessStat.Of(process) is null or { HasEnded: true });
    }

    private string State => Path.Combine(folder, "jobs.json");

    private Supervisor New() => new(new SupervisorOptions { Name = name, StateFile = State });

    private Process LeftBehind(string job, string? supervisor = null)
    {
        var start = new ProcessStartInfo("sleep", ["1000"]);
        start.Environment["CC_SUPERVISOR"] = supervisor ?? name;
        start.Environment["CC_JOB"] = job;
        return Process.Start(start)!;
    }
}
