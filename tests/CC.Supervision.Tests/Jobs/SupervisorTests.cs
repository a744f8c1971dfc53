using System.Diagnostics;
using System.Text;
using CC.Supervision.Jobs;
using CC.Supervision.Streams;

namespace CC.Supervision.Tests.Jobs;

/// <summary>MG-01 to MG-21 of gaffer's acceptance list, and what its manager got wrong, with real processes.</summary>
public sealed class SupervisorTests : IAsyncDisposable
{
    private readonly Playground play = new();

    private Supervisor Supervisor => play.Supervisor;

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task Disposed_twice_it_leaves_the_next_one_alone()
    {
        var before = new Supervisor();
        await before.DisposeAsync();
        await using var after = new Supervisor(new SupervisorOptions { Name = $"test-{Guid.NewGuid():N}" });

        await before.DisposeAsync();
        var ended = new TaskCompletionSource();
        after.Events.Subscribe("exit", (_, _) => ended.TrySetResult());
        after.Load(new JobConfig("short", "true") { Restart = RestartPolicy.Never });

        await ended.Task.LimitAsync();
    }

    [Fact]
    public void A_job_that_is_not_started_is_there_until_it_is_unloaded() // MG-02
    {
        Supervisor.Load(Playground.Sleeper(), start: false);

        var info = Supervisor.Info("sleeper");
        Assert.Equal(("default.sleeper", 1, 0, "idle"), (info.Name, info.MaxProcesses, info.Running, info.State));
        Assert.Equal("sleep 1000", (string?)info.Config["cmd"]);
        Supervisor.Unload("sleeper");
        Assert.Equal(404, Assert.Throws<SupervisorException>(() => Supervisor.Info("sleeper")).Code);
        Assert.Empty(Supervisor.Sessions());
    }

    [Fact]
    public async Task A_job_is_told_to_end_and_says_so() // PR-01, MG-03, MG-14
    {
        Supervisor.Load(play.Noting());
        Assert.Equal(1, Supervisor.Info("dummy").Running);
        await play.NotedAsync("START");

        Supervisor.Stop("dummy");

        Assert.Equal((0, 0, "stopped"), (Supervisor.Info("dummy").Running, Supervisor.Info("dummy").MaxProcesses, Supervisor.Info("dummy").State));
        await play.NotedAsync("STARTQUITSTOP");
        await play.HappenedAsync("job.default.dummy.exit");
        Assert.Equal(
            ["load", "job.default.dummy.load", "start", "job.default.dummy.start", "spawn", "job.default.dummy.spawn", "stop", "job.default.dummy.stop", "stop_process", "exit", "job.default.dummy.exit"],
            play.Names);
    }

    [Fact]
    public async Task As_many_run_as_are_wanted_and_have_numbers_from_1() // MG-04 to MG-08
    {
        Supervisor.Load(Playground.Sleeper() with { Processes = 4 });

        Assert.Equal([1, 2, 3, 4], Supervisor.Pids("sleeper"));
        Assert.Equal([5, 6, 9], new[] { "1", "+1", "+3" }.Select(change => Supervisor.Scale("sleeper", Scaling.Parse(change))));
        Assert.Equal(9, Supervisor.Pids("sleeper").Count);
        Assert.Equal(2, Supervisor.Scale("sleeper", Scaling.Parse("-7")));
        Assert.Equal([8, 9], Supervisor.Pids("sleeper")); // the oldest go first
        Assert.Equal(0, Supervisor.Scale("sleeper", Scaling.By(-7)));
        Supervisor.Manage("sleeper");
        Assert.Empty(Supervisor.Pids("sleeper"));
        Assert.Equal(3, Supervisor.Scale("sleeper", Scaling.Parse("=3")));
        Assert.Equal([10, 11, 12], Supervisor.Pids());
        await play.HappenedAsync("exit", 9);
        Assert.Equal(9, play.Names.Count(name => name == "job.default.sleeper.reap"));
    }

    [Theory]
    [InlineData("many")]
    [InlineData("+")]
    [InlineData("+-3")]
    [InlineData("100001")]
    [InlineData("")]
    public void A_change_of_scale_that_is_none_is_refused(string change) => Assert.Equal("bad_operation", Assert.Throws<SupervisorException>(() => Scaling.Parse(change)).Reason);

    [Fact]
    public async Task A_reload_and_a_restart_give_other_processes() // MG-09, MG-10
    {
        Supervisor.Load(Playground.Sleeper() with { Processes = 2 });

        Supervisor.Reload("sleeper");
        Assert.Equal([3, 4], Supervisor.Pids("sleeper"));

        Supervisor.RestartAll();
        Assert.Equal([5, 6], Supervisor.Pids("sleeper"));
        await play.HappenedAsync("exit", 4);
        Assert.Equal(["spawn", "spawn", "reap", "reap"], play.Events.Where(what => what.Pid is 3 or 4 or 5 or 6 && what.Event is "spawn" or "reap").SkipWhile(what => what.Pid < 5).Select(what => what.Event));
        Assert.Equal([5, 6], Supervisor.Pids("sleeper"));
    }

    [Fact]
    public async Task Signals_reach_the_processes() // MG-11, PR-02, CT-16, CT-20
    {
        Supervisor.Load(play.Noting());
        await play.NotedAsync("START");

        Supervisor.KillAll("dummy", Signals.Parse("hup")!.Value);
        await play.NotedAsync("STARTHUP");
        Supervisor.Kill(1, Signals.Parse("SIGHUP")!.Value);
        await play.NotedAsync("STARTHUPHUP");

        Supervisor.Unload("dummy");
        await play.NotedAsync("STARTHUPHUPQUITSTOP");
        Assert.Equal(404, Assert.Throws<SupervisorException>(() => Supervisor.KillAll("dummy", 1)).Code);
        Assert.Equal(404, Assert.Throws<SupervisorException>(() => Supervisor.Kill(1, 1)).Code);
        Assert.Contains(play.Events, what => what is { Event: "job.default.dummy.kill", SignalNumber: 1 });
    }

    [Fact]
    public async Task A_flapping_job_is_given_up_and_one_without_the_rule_is_not() // MG-12
    {
        var crash = new JobConfig("crash", "/bin/sh -c 'sleep 0.1; exit 1'") { InheritsEnvironment = true };
        Supervisor.Load(crash with { Flapping = new Flapping { Attempts = 1, Window = TimeSpan.FromSeconds(1), RetryIn = TimeSpan.FromSeconds(0.1), MaxRetry = 1 } });
        Supervisor.Load(crash with { Name = "crash2" });

        await play.HappenedAsync("give_up");
        await play.HappenedAsync("job.default.crash2.exit", 3);

        Assert.Equal("gave up", Supervisor.Info("crash").State);
        Assert.NotEqual("gave up", Supervisor.Info("crash2").State);
        Assert.Equal(2, play.Names.Count(name => name == "job.default.crash.spawn"));
        Supervisor.Start("crash");
        Assert.Equal(1, Supervisor.Info("crash").Running);
    }

    [Fact]
    public async Task Nothing_starts_during_a_pause_once_the_job_is_stopped_or_gone() // DEF-13
    {
        var crash = new JobConfig("crash", "/bin/false") { Flapping = new Flapping { Attempts = 1, RetryIn = TimeSpan.FromSeconds(0.2) } };
        Supervisor.Load(crash);
        Supervisor.Load(crash with { Name = "gone" });
        await play.HappenedAsync("job.default.crash.flap");
        await play.HappenedAsync("job.default.gone.flap");
        Assert.Equal("paused", Supervisor.Info("crash").State);

        Supervisor.Stop("crash");
        Supervisor.Unload("gone");
        var before = play.Names.Count(name => name == "spawn");

        Supervisor.Load(crash with { Name = "clock", Flapping = crash.Flapping with { RetryIn = TimeSpan.FromSeconds(0.4) } });
        await play.HappenedAsync("job.default.clock.spawn", 2); // by then the others' time has passed
        Assert.Equal(before + 2, play.Names.Count(name => name == "spawn"));
    }

    [Fact]
    public async Task A_process_that_ends_is_started_again_and_told_of_once() // MG-15
    {
        Supervisor.Load(Playground.Sleeper());
        Supervisor.Kill(1, Signals.Kill);

        await play.HappenedAsync("spawn", 2);

        Assert.Equal([2], Supervisor.Pids("sleeper"));
        var exit = Assert.Single(play.Events, what => what.Event == "exit");
        Assert.Equal((1, 0, 9, false), (exit.Pid, exit.ExitStatus, exit.TermSignal, exit.Once));
        Assert.Equal("default.sleeper", exit.Name);
    }

    [Fact]
    public async Task How_often_it_was_started_again_is_counted()
    {
        play.Supervisor.Load(Playground.Sleeper());
        Assert.Equal(0, play.Supervisor.Info("sleeper").Restarts);

        play.Supervisor.Kill(1, Signals.Kill);
        await play.HappenedAsync("spawn", 2);
        play.Supervisor.StopProcess(2);
        await play.HappenedAsync("spawn", 3);

        Assert.Equal(1, play.Supervisor.Info("sleeper").Restarts); // Nobody has asked the first one to end.
    }

    [Fact]
    public async Task A_program_has_blanks_in_its_name_if_that_is_quoted()
    {
        var program = Path.Combine(play.Folder, "a program");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nexec sleep 1000\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        play.Supervisor.Load(new JobConfig("quoted", $"'{program}'") { InheritsEnvironment = true });

        Assert.Equal(program, play.Supervisor.ProcessInfo(1).Cmd);
    }

    [Fact]
    public async Task One_that_fails_at_once_is_not_started_a_thousand_times_a_second() // DEF-14
    {
        Supervisor.Load(new JobConfig("false", "/bin/false"));
        var started = Stopwatch.GetTimestamp();

        await play.HappenedAsync("exit", 6);

        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(1.5), "0.1, 0.2, 0.4 and 0.8 s have to lie between");
        Assert.Equal("waiting", Supervisor.Info("false").State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task What_can_not_be_started_again_is_tried_later_each_time_than_before(int resetAfter) // DEF-14
    {
        var program = Path.Combine(play.Folder, "program");
        File.CreateSymbolicLink(program, "/bin/sleep");
        Supervisor.Load(new JobConfig("gone", $"{program} 1000") { Backoff = new Backoff { Initial = TimeSpan.FromSeconds(0.01), Jitter = 0, ResetAfter = TimeSpan.FromSeconds(resetAfter) } });
        File.Delete(program);

        Supervisor.Kill(1, Signals.Kill);

        await play.HappenedAsync("spawn_error", 3);
        Assert.Equal([0.02, 0.08, 0.32], play.Events.Where(what => what.Event == "spawn_error").Take(3).Select(what => what.RetryIn!.Value));
    }

    [Fact]
    public async Task An_end_by_the_policy_is_final_until_the_job_is_started() // restart policies
    {
        Supervisor.Load(new JobConfig("ok", "/bin/true") { Restart = RestartPolicy.OnFailure });
        Supervisor.Load(new JobConfig("bad", "/bin/false") { Restart = RestartPolicy.Never });
        await play.HappenedAsync("exit", 2);

        Supervisor.Manage("ok");
        Assert.Equal(("finished", "finished"), (Supervisor.Info("ok").State, Supervisor.Info("bad").State));
        Supervisor.Start("ok");
        await play.HappenedAsync("job.default.ok.exit", 2);
    }

    [Fact]
    public async Task Ends_that_come_at_once_are_not_missed()
    {
        Supervisor.Load(new JobConfig("short", "true") { Restart = RestartPolicy.Never, Processes = 200 });

        await play.HappenedAsync("job.default.short.exit", 200);

        Assert.Equal((0, "finished"), (Supervisor.Info("short").Running, Supervisor.Info("short").State));
    }

    [Fact]
    public void What_can_not_be_started_is_not_loaded() // DEF-14, DEF-16
    {
        Assert.Contains("no program", Refusal(new JobConfig("a", "/no/such/program")), StringComparison.Ordinal);
        Assert.Contains("working directory", Refusal(new JobConfig("a", "true") { WorkingDirectory = "/nowhere" }), StringComparison.Ordinal);
        Assert.Contains("$NOTHING", Refusal(new JobConfig("a", "echo $NOTHING")), StringComparison.Ordinal);
        Assert.Contains("no user 'nobody-here'", Refusal(new JobConfig("a", "true") { User = "nobody-here" }), StringComparison.Ordinal);
        Assert.Contains("the session is 'a.b'", Assert.Throws<SupervisorException>(() => Supervisor.Load(Playground.Sleeper(), "a.b")).Message, StringComparison.Ordinal);
        Assert.Contains("name is missing", Refusal(new JobConfig("", "true")), StringComparison.Ordinal);

        Assert.Empty(Supervisor.Jobs());
        Supervisor.Load(Playground.Sleeper(), start: false);
        Assert.Equal(409, Assert.Throws<SupervisorException>(() => Supervisor.Load(Playground.Sleeper(), start: false)).Code);
    }

    [Fact]
    public void What_runs_is_not_given_up_for_what_can_not_be_started() // DEF-14, DEF-16
    {
        var folder = Directory.CreateTempSubdirectory("cc-supervision-").FullName;
        var program = Path.Combine(folder, "my-sleep");
        File.Copy("/bin/sleep", program);
        var job = new JobConfig("a", $"{program} 1000");
        Supervisor.Load(job);

        Assert.Contains("no program", UpdateRefusal(job with { Command = "/no/such/program" }), StringComparison.Ordinal);
        Assert.Contains("working directory", UpdateRefusal(job with { WorkingDirectory = "/nowhere" }), StringComparison.Ordinal);
        Assert.Contains("$NOTHING", UpdateRefusal(job with { Arguments = ["$NOTHING"] }), StringComparison.Ordinal);
        Assert.Contains("no user 'nobody-here'", UpdateRefusal(job with { User = "nobody-here" }), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
        foreach (var change in (Action[])[() => Supervisor.Reload("a"), () => Supervisor.Restart("a"), () => Supervisor.Scale("a", Scaling.By(1))])
        {
            Assert.Contains("no program", Assert.Throws<SupervisorException>(change).Message, StringComparison.Ordinal);
        }

        Assert.Equal([1], Supervisor.Pids("a"));
        Assert.Equal(1, Supervisor.Info("a").MaxProcesses);
        Assert.Equal(job, Supervisor.Get("a"));
        Assert.DoesNotContain(play.Names, name => name is "spawn_error" or "stop_process" or "reap" or "update");
        string UpdateRefusal(JobConfig next) => Assert.Throws<SupervisorException>(() => Supervisor.Update(next)).Message;
    }

    [Fact]
    public void What_can_not_be_started_stays_as_it_is() // DEF-14, DEF-16
    {
        var job = new JobConfig("a", "/no/such/program");
        Supervisor.Load(job, start: false);

        Assert.Throws<SupervisorException>(() => Supervisor.Scale("a", Scaling.By(1)));
        Assert.Throws<SupervisorException>(() => Supervisor.Start("a"));
        Assert.Throws<SupervisorException>(() => Supervisor.Update(job with { Nice = 1 }, start: true));

        Assert.Equal(("idle", 1), (Supervisor.Info("a").State, Supervisor.Info("a").MaxProcesses));
        Assert.Equal(job, Supervisor.Get("a"));
        Assert.DoesNotContain("spawn_error", play.Names);
    }

    [Fact]
    public async Task Sessions_are_apart() // MG-20
    {
        Supervisor.Load(Playground.Sleeper("a"), "ga");
        Supervisor.Load(Playground.Sleeper("a"), "gb");
        Supervisor.Load(Playground.Sleeper("b.c"), "gb");

        Assert.Equal(["ga", "gb"], Supervisor.Sessions());
        Assert.Equal(["gb.a", "gb.b.c"], Supervisor.Jobs("gb"));
        Supervisor.Unload("ga/a");
        Assert.Equal(["gb.a", "gb.b.c"], Supervisor.Jobs());
        Assert.Equal([2, 3], Supervisor.Pids());
        Assert.Equal(404, Assert.Throws<SupervisorException>(() => Supervisor.Jobs("ga")).Code);
        await play.HappenedAsync("job.ga.a.exit");
        Assert.Equal(["start ga.a", "start gb.a", "start gb.b.c", "stop ga.a"], play.Events.Where(what => what.Event is "start" or "stop").Select(what => $"{what.Event} {what.Name}"));
    }

    [Fact]
    public async Task A_committed_process_is_not_counted_and_not_started_again() // MG-21, DEF-11
    {
        Supervisor.Load(new JobConfig("one", "/bin/sh -c 'echo $$HELLO; exec sleep 1000'") { Processes = 0, OutputLabels = ["out"], InheritsEnvironment = true });
        var output = new StringBuilder();
        Supervisor.SubscribeOutput("one", new OutputFilter("out"), chunk => output.Append(Encoding.UTF8.GetString(chunk.Data.Span)));

        Assert.Equal(1, Supervisor.Commit("one", environment: new Dictionary<string, string> { ["HELLO"] = "world" }));
        var info = Supervisor.Info("one");
        Assert.Equal((1, 1, 0), (info.Running, info.RunningOut, info.MaxProcesses));
        Assert.Empty(Supervisor.Pids("one"));
        Assert.Equal([1], Supervisor.Pids());
        await Limit.UntilAsync(() => output.ToString() == "world\n");
        Assert.True(Supervisor.ProcessInfo(1).Committed);

        Supervisor.StopProcess(1);
        await play.HappenedAsync("exit");
        Assert.Equal((true, 15), (play.Events.Single(what => what.Event == "exit").Once, play.Events.Single(what => what.Event == "exit").TermSignal));
        Assert.Empty(Supervisor.Pids());
    }

    [Fact]
    public async Task The_end_of_a_committed_process_starts_no_job_that_is_idle()
    {
        Supervisor.Load(Playground.Sleeper(), start: false);
        Supervisor.Commit("sleeper");

        Supervisor.StopProcess(1);

        await play.HappenedAsync("exit");
        Assert.Equal((0, "idle"), (Supervisor.Info("sleeper").Running, Supervisor.Info("sleeper").State));
    }

    [Fact]
    public async Task A_process_that_does_not_heed_is_killed_after_its_time_with_all_that_it_has_started() // DEF-10, DEF-11, DEF-29
    {
        Supervisor.Load(new JobConfig("deaf", "/bin/sh -c 'trap : TERM; (trap : TERM; while :; do sleep 1; done) & echo $$$$! ; while :; do sleep 1; done'")
        {
            GracefulTimeout = TimeSpan.FromSeconds(0.3),
            OutputLabels = ["out"],
            InheritsEnvironment = true,
        });
        var heard = new TaskCompletionSource();
        Supervisor.SubscribeOutput("deaf", new OutputFilter(), _ => heard.TrySetResult(), withBacklog: true);
        await heard.Task.LimitAsync();
        var process = Supervisor.ProcessInfo(1).OsPid;
        var children = CC.Supervision.Processes.ProcessTree.Descendants(process);
        Assert.NotEmpty(children);

        var asked = Stopwatch.GetTimestamp();
        Supervisor.Stop("deaf");

        await play.HappenedAsync("exit");
        Assert.True(Stopwatch.GetElapsedTime(asked) >= TimeSpan.FromSeconds(0.3), "it has to have its time, and that has fractions");
        Assert.Equal(9, Assert.Single(play.Events, what => what.Event == "exit").TermSignal);
        await Limit.UntilAsync(() => children.All(child => CC.Supervision.Processes.ProcessStat.Of(child) is null or { HasEnded: true }));
    }

    [Fact]
    public async Task What_has_a_group_of_its_own_goes_with_the_process_that_has_started_it() // DEF-29
    {
        Supervisor.Load(new JobConfig("once", "/bin/sh -c 'timeout 1000 sleep 1000 & echo $$!; sleep 0.5'") { OutputLabels = ["out"], InheritsEnvironment = true, Restart = RestartPolicy.Never });
        var told = new TaskCompletionSource<string>();
        Supervisor.SubscribeOutput("once", new OutputFilter(), chunk => told.TrySetResult(System.Text.Encoding.UTF8.GetString(chunk.Data.Span)), withBacklog: true);
        var left = int.Parse(await told.Task.LimitAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await Limit.UntilAsync(() => CC.Supervision.Processes.ProcessStat.Of(left)!.Group == left);

        await play.HappenedAsync("exit");

        await Limit.UntilAsync(() => CC.Supervision.Processes.ProcessStat.Of(left) is null or { HasEnded: true });
    }

    [Fact]
    public async Task An_update_takes_effect_and_is_told_of() // CT-09, DEF-24
    {
        Supervisor.Load(Playground.Sleeper());

        Supervisor.Update(new JobConfig("sleeper", "sleep 2000") { Processes = 2 });

        await play.HappenedAsync("spawn", 3);
        Assert.Equal([2, 3], Supervisor.Pids("sleeper"));
        Assert.Equal(["2000"], Supervisor.ProcessInfo(2).Args);
        Assert.Contains("job.default.sleeper.update", play.Names);
        Supervisor.Stop("sleeper");
        Supervisor.Update(Playground.Sleeper());
        Assert.Empty(Supervisor.Pids("sleeper"));
        Supervisor.Update(Playground.Sleeper(), start: true);
        Assert.Single(Supervisor.Pids("sleeper"));

        Supervisor.Update(Playground.Sleeper() with { Flapping = new Flapping { Attempts = 1, Window = TimeSpan.FromHours(1), MaxRetry = 0 } });
        await Limit.UntilAsync(() => Supervisor.Pids("sleeper").Count == 1);
        Supervisor.KillAll("sleeper", Signals.Kill);
        await play.HappenedAsync("job.default.sleeper.give_up");
    }

    [Fact]
    public void Another_number_of_processes_counts_more_than_what_was_scaled() // DEF-24
    {
        var job = Playground.Sleeper() with { Processes = 2 };
        Supervisor.Load(job);
        Supervisor.Scale("sleeper", Scaling.By(3));

        Supervisor.Update(job with { Nice = 1 });
        Assert.Equal(5, Supervisor.Info("sleeper").MaxProcesses);
        Supervisor.Update(job with { Processes = 3 });
        Assert.Equal(3, Supervisor.Info("sleeper").MaxProcesses);
        Supervisor.Update(job with { Processes = 1 });
        Assert.Equal(1, Supervisor.Info("sleeper").MaxProcesses);
    }

    [Fact]
    public async Task A_job_that_was_stopped_can_be_started() // DEF-38
    {
        Supervisor.Load(Playground.Sleeper());
        Supervisor.Stop("sleeper");

        Supervisor.Start("sleeper");

        Assert.Equal([2], Supervisor.Pids("sleeper"));
        await play.HappenedAsync("exit");
        Assert.Equal([2], Supervisor.Pids("sleeper"));
    }

    [Fact]
    public async Task Jobs_start_in_the_order_in_which_they_were_loaded() // MG-19
    {
        foreach (var name in (string[])["c", "a", "b"])
        {
            Supervisor.Load(Playground.Sleeper(name), start: false);
        }

        foreach (var name in Supervisor.Jobs())
        {
            Supervisor.Start(name);
        }

        await play.HappenedAsync("spawn", 3);
        Assert.Equal(["default.c", "default.a", "default.b"], play.Events.Where(what => what.Event == "start").Select(what => what.Name));
        Assert.Equal(["default.c", "default.a", "default.b"], play.Events.Where(what => what.Event == "spawn").Select(what => what.Name));
    }

    [Fact]
    public async Task A_committed_process_has_a_time_of_its_own_to_end() // DEF-10
    {
        Supervisor.Load(new JobConfig("deaf", "/bin/sh -c 'trap : TERM; echo up; while :; do sleep 1; done'") { Processes = 0, OutputLabels = ["out"], InheritsEnvironment = true });
        var up = new TaskCompletionSource();
        Supervisor.SubscribeOutput("deaf", new OutputFilter(), _ => up.TrySetResult());
        Supervisor.Commit("deaf", TimeSpan.FromSeconds(0.5));
        await up.Task.LimitAsync();

        var asked = Stopwatch.GetTimestamp();
        Supervisor.StopProcess(1);

        await play.HappenedAsync("exit");
        Assert.True(Stopwatch.GetElapsedTime(asked) >= TimeSpan.FromSeconds(0.5), "it was killed before its time");
        Assert.Equal(9, play.Events.Single(what => what.Event == "exit").TermSignal);
    }

    [Fact]
    public async Task What_was_written_last_is_told_before_the_end() // DEF-12
    {
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        Supervisor.Events.Subscribe("job.default.last.exit", (_, what) => told.Enqueue($"exit {what.Pid}"));
        Supervisor.Load(new JobConfig("last", "printf last") { Processes = 30, Restart = RestartPolicy.Never, OutputLabels = ["out"] }, start: false);
        Supervisor.SubscribeOutput("last", new OutputFilter(), chunk => told.Enqueue($"{Encoding.UTF8.GetString(chunk.Data.Span)} {chunk.Pid}"));

        Supervisor.Start("last");

        await Limit.UntilAsync(() => told.Count(text => text.StartsWith("exit", StringComparison.Ordinal)) == 30);
        var order = told.ToList();
        Assert.All(Enumerable.Range(1, 30), pid =>
        {
            int[] places = [order.IndexOf($"last {pid}"), order.IndexOf($" {pid}"), order.IndexOf($"exit {pid}")]; // the second is the empty chunk at the end
            Assert.Equal(places.Order(), places);
        });
        Assert.Equal(90, order.Count);
    }

    [Fact]
    public async Task Capitals_in_names_are_kept() // DEF-33
    {
        var told = new TaskCompletionSource<string>();
        Supervisor.Events.Subscribe("job.App.Web", (name, _) => told.TrySetResult(name));

        Supervisor.Load(Playground.Sleeper("Web"), "App");

        Assert.Equal("job.App.Web.load", await told.Task.LimitAsync());
        Assert.Equal(404, Assert.Throws<SupervisorException>(() => Supervisor.Info("app.web")).Code);
    }

    [Fact]
    public async Task A_stopped_supervisor_has_ended_everything_and_starts_nothing() // MG-01, DEF-30
    {
        Supervisor.Load(Playground.Sleeper() with { Processes = 3 });
        Supervisor.Commit("sleeper");
        Supervisor.Load(Playground.Sleeper("stopped"));
        Supervisor.Stop("stopped");
        Supervisor.Commit("stopped");
        var processes = Supervisor.Pids().Select(pid => Supervisor.ProcessInfo(pid).OsPid).ToArray();

        await Supervisor.StopAsync().LimitAsync();

        Assert.Equal(5, processes.Length);
        Assert.All(processes, process => Assert.Null(CC.Supervision.Processes.ProcessStat.Of(process)));
        Assert.Equal("stopping", Assert.Throws<SupervisorException>(() => Supervisor.Start("sleeper")).Reason);
        Assert.Equal("stopping", Assert.Throws<SupervisorException>(() => Supervisor.Update(Playground.Sleeper(), start: true)).Reason);
        Assert.Empty(Supervisor.Pids());
    }

    [Fact]
    public async Task Each_copy_knows_its_place_and_port()
    {
        var lines = new StringBuilder();
        Supervisor.Load(new JobConfig("web", "/bin/sh -c 'echo $$CC_PROCESS_INDEX $$PORT $$CC_JOB; exec sleep 1000'") { Processes = 0, Port = 5000, OutputLabels = ["out"], InheritsEnvironment = true });
        Supervisor.SubscribeOutput("web", new OutputFilter(), chunk => lines.Append(Encoding.UTF8.GetString(chunk.Data.Span)));

        Supervisor.Scale("web", Scaling.Parse("=2"));
        await Limit.UntilAsync(() => lines.ToString().Split('\n').Length == 3);
        Assert.Equal(["0 5000 default.web", "1 5001 default.web"], lines.ToString().TrimEnd().Split('\n').Order(StringComparer.Ordinal));

        lines.Clear();
        Supervisor.Kill(2, Signals.Kill);
        await Limit.UntilAsync(() => lines.ToString() == "1 5001 default.web\n");
    }

    [Fact]
    public async Task Input_goes_to_the_process_that_is_meant() // PR-08, CT send
    {
        var output = new StringBuilder();
        Supervisor.Load(new JobConfig("echo", "cat") { HasInput = true, OutputLabels = ["out"], Restart = RestartPolicy.Never, InheritsEnvironment = true });
        Supervisor.SubscribeOutput("echo", new OutputFilter("out", 1), chunk => output.Append(Encoding.UTF8.GetString(chunk.Data.Span)));

        await Supervisor.SendAsync(1, "hello\n"u8.ToArray());
        Supervisor.EndInput(1);

        await play.HappenedAsync("exit");
        Assert.Equal("hello\n", output.ToString());
        Assert.Equal("not_found", (await Assert.ThrowsAsync<SupervisorException>(() => Supervisor.SendAsync(1, default))).Reason);
        Supervisor.Load(Playground.Sleeper() with { CustomStreams = ["control"] });
        Assert.Equal("stream_not_found", (await Assert.ThrowsAsync<SupervisorException>(() => Supervisor.SendAsync(2, default, "other"))).Reason);
        Assert.Equal("stdin not redirected", (await Assert.ThrowsAsync<IOException>(() => Supervisor.SendAsync(2, new byte[1]))).Message);
        await Supervisor.SendAsync(2, "x"u8.ToArray(), "control");
    }

    [Fact]
    public async Task Who_comes_late_gets_the_last_that_was_written()
    {
        Supervisor.Load(new JobConfig("talk", "/bin/sh -c 'printf early; exec sleep 1000'") { OutputLabels = ["out"], InheritsEnvironment = true });
        var early = new TaskCompletionSource();
        Supervisor.SubscribeOutput("talk", new OutputFilter(), _ => early.TrySetResult(), withBacklog: true);
        await early.Task.LimitAsync();

        var late = new List<string>();
        Supervisor.SubscribeOutput("talk", new OutputFilter("out"), chunk => late.Add(Encoding.UTF8.GetString(chunk.Data.Span)), withBacklog: true);
        Supervisor.SubscribeOutput("talk", new OutputFilter("out"), chunk => late.Add("without backlog"));

        await Limit.UntilAsync(() => late.Count > 0);
        Assert.Equal("early", string.Concat(late));
    }

    [Fact]
    public async Task Output_goes_to_files_to_the_last_octet_whoever_listens()
    {
        var path = Path.Combine(play.Folder, "logs", "out");
        Supervisor.Load(new JobConfig("talk", "/bin/sh -c 'seq 1 200000; echo bad >&2'")
        {
            OutputLabels = ["out", "err"],
            Logs = System.Collections.Immutable.ImmutableDictionary<string, LogRules>.Empty.Add("out", new LogRules(path)).Add("err", new LogRules($"{path}.err")),
            Restart = RestartPolicy.Never,
            InheritsEnvironment = true,
        });

        await play.HappenedAsync("exit");

        Assert.Equal(string.Concat(Enumerable.Range(1, 200_000).Select(number => $"{number}\n")), await File.ReadAllTextAsync(path));
        Assert.Equal("bad\n", await File.ReadAllTextAsync($"{path}.err"));
        Supervisor.Unload("talk");
    }

    private string Refusal(JobConfig job) => Assert.Throws<SupervisorException>(() => Supervisor.Load(job)).Message;
}
