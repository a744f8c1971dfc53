using CC.Supervision.Commands;
using CC.Supervision.History;
using CC.Supervision.Jobs;
using CC.Supervision.Tests.Jobs;

namespace CC.Supervision.Tests.History;

/// <summary>What is remembered of processes that have ended, also by the next supervisor.</summary>
public sealed class HistoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cc-supervision-").FullName;
    private readonly string name = $"test-{Guid.NewGuid():N}";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Each_process_is_remembered_with_how_it_has_ended_and_what_it_wrote_last()
    {
        await using var supervisor = New();
        supervisor.Load(Talker("seq 1 20; echo wrong >&2; exit 3"));
        supervisor.Load(Playground.Sleeper() with { Processes = 2 });
        supervisor.Scale("sleeper", Scaling.Parse("-1"));
        supervisor.Kill(3, Signals.Kill);
        supervisor.Commit("sleeper");
        await Limit.UntilAsync(() => Ended(supervisor, "talker", 1) && Ended(supervisor, "sleeper", 2));

        var talker = Assert.Single(supervisor.History("talker"));
        Assert.Equal((1, 3, 0, "ended with exit code 3", false), (talker.Pid, talker.ExitStatus, talker.TermSignal, talker.Reason, talker.Once));
        Assert.Equal([.. Enumerable.Range(12, 9).Select(number => $"{number}"), "wrong"], talker.LastLines);
        Assert.InRange(talker.Ended!.Value, talker.Started, talker.Started + 3600);
        Assert.Equal(talker.Ended!.Value - talker.Started, talker.Duration!.Value, 0.01);
        var sleepers = supervisor.History("sleeper");
        Assert.Equal("one too many; was killed by SIGTERM", sleepers.Single(record => record.Pid == 2).Reason);
        Assert.Equal("was killed by SIGKILL", sleepers.Single(record => record.Pid == 3).Reason);
        Assert.Null(sleepers.Single(record => record.Once).Ended);
    }

    [Fact]
    public async Task The_next_supervisor_has_it_too_unless_the_job_was_unloaded()
    {
        await using (var before = New())
        {
            before.Load(Talker("echo first"));
            before.Load(Playground.Sleeper());
            before.Load(Talker("echo gone", "gone"));
            await Limit.UntilAsync(() => Ended(before, "talker", 1));
            before.Unload("gone");
        }

        await using var after = New();
        await after.RestoreAsync().LimitAsync();

        Assert.Equal(["first"], after.History("talker")[0].LastLines);
        Assert.Equal(["asked to end; was killed by SIGTERM", null], after.History("sleeper").Select(record => record.Reason));
        after.Load(Talker("echo other", "gone"));
        await Limit.UntilAsync(() => Ended(after, "gone", 1));
        Assert.Equal(["other"], Assert.Single(after.History("gone")).LastLines);
    }

    [Fact]
    public async Task What_a_killed_supervisor_has_written_within_its_life_is_found()
    {
        await using var killed = New();
        killed.Load(Playground.Sleeper());
        await Limit.UntilAsync(() => File.Exists(FileOf("sleeper")));
        var left = await File.ReadAllBytesAsync(FileOf("sleeper"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileOf("sleeper")));

        Directory.CreateDirectory(Path.Combine(folder, "next.history"));
        await File.WriteAllBytesAsync(Path.Combine(folder, "next.history", "default.sleeper.json"), left);
        await using var next = new Supervisor(new SupervisorOptions { Name = $"{name}-next", StateFile = Path.Combine(folder, "next") });
        next.Load(Playground.Sleeper());

        Assert.Contains("nobody has seen", next.History("sleeper")[0].Reason, StringComparison.Ordinal);
        Assert.Null(next.History("sleeper")[1].Reason);
    }

    [Fact]
    public async Task A_damaged_file_is_told_of_and_begun_anew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf("sleeper"))!);
        await File.WriteAllTextAsync(FileOf("sleeper"), "[{");
        await using var supervisor = New();
        var told = new TaskCompletionSource<string>();
        supervisor.Events.Subscribe("state_error", (_, what) => told.TrySetResult(what.Reason!));

        supervisor.Load(Playground.Sleeper());

        Assert.Contains("default.sleeper", await told.Task.LimitAsync(), StringComparison.Ordinal);
        Assert.Single(supervisor.History("sleeper"));
    }

    [Fact]
    public async Task No_more_than_a_hundred_of_a_job_are_remembered()
    {
        await using var supervisor = New();
        supervisor.Load(new JobConfig("short", "true") { Processes = 130, Restart = RestartPolicy.Never });
        await Limit.UntilAsync(() => Ended(supervisor, "short", JobHistory.Length));

        Assert.Equal(JobHistory.Length, supervisor.History("short").Count);
        Assert.Equal(130, supervisor.History("short")[^1].Pid);
    }

    [Fact]
    public async Task It_can_be_asked_for()
    {
        await using var supervisor = New();
        var table = new CommandTable(supervisor);
        supervisor.Load(new JobConfig("short", "true") { Processes = 3, Restart = RestartPolicy.Never });
        await Limit.UntilAsync(() => Ended(supervisor, "short", 3));

        var one = (await table.ExecuteAsync("history", Playground.Json("""{"name": "short", "n": 1}""")))["history"]!.AsArray();
        Assert.Equal(3, (int)Assert.Single(one)!["pid"]!);
        Assert.Equal(0, (int)one[0]!["exit_status"]!);
        Assert.Empty((await table.ExecuteAsync("history", Playground.Json("""{"name": "short", "since": 9999999999}""")))["history"]!.AsArray());
        Assert.Equal(3, (await table.ExecuteAsync("history", Playground.Json("""{"name": "short", "since": 0}""")))["history"]!.AsArray().Count);
        Assert.Contains("n is 0", (await Assert.ThrowsAsync<SupervisorException>(() => table.ExecuteAsync("history", Playground.Json("""{"name": "short", "n": 0}""")))).Message, StringComparison.Ordinal);
    }

    private static JobConfig Talker(string script, string name = "talker") => new(name, "/bin/sh") { Arguments = ["-c", script], OutputLabels = ["all", "all"], InheritsEnvironment = true, Restart = RestartPolicy.Never };

    private static bool Ended(Supervisor supervisor, string job, int count) => supervisor.History(job).Count(record => record.Ended is not null) == count;

    private string FileOf(string job) => Path.Combine(folder, "jobs.history", $"default.{job}.json");

    private Supervisor New() => new(new SupervisorOptions { Name = name, StateFile = Path.Combine(folder, "jobs") });
}
