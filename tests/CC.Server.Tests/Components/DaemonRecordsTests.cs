using System.Text.Json;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Diagnostics;
using CC.Server.Tests.Configuration;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Components;

public sealed class DaemonRecordsTests
{
    private static readonly DaemonLimits Two = new(2, TimeSpan.FromMinutes(1));

    private readonly ManualTime time = new();
    private readonly FakeEvents events = new();
    private readonly Counters counters = new();
    private readonly RecordingLogger<DaemonRecords> logger = new();
    private readonly DaemonRecords records;

    public DaemonRecordsTests() => records = new DaemonRecords(() => TimeSpan.FromSeconds(5), events, counters, time, logger);

    [Fact]
    public async Task A_daemon_that_runs_shows_so_and_one_that_nobody_runs_has_ended()
    {
        var ending = new TaskCompletionSource();
        using var told = new CancellationTokenSource();
        var never = records.Of("d");

        var running = records.RunAsync("d", Two, () => ending.Task, told.Token);
        var now = records.Of("d");
        await told.CancelAsync();
        ending.SetResult();
        await running;

        Assert.Equal((DaemonState.Ended, 0), (never.State, never.History.Starts));
        Assert.Equal((DaemonState.Running, 1), (now.State, now.History.Starts));
        Assert.Equal(new DaemonStanding(DaemonState.Ended, "", new DaemonHistory(Starts: 1)), records.Of("d"));
        Assert.Empty(events.Published);
    }

    [Fact]
    public async Task A_daemon_that_throws_has_failed_with_a_counter_and_an_event()
    {
        await FailAsync();

        var (state, _, history) = records.Of("d");
        Assert.Equal((DaemonState.Ended, 1, 1), (state, history.Starts, history.Failures));
        Assert.Equal(("on purpose (FormatException)", time.GetUtcNow()), history.LastError);
        Assert.Equal(1, counters.Named("daemon.d.failed").Value);
        var told = Assert.Single(events.Published);
        Assert.Equal("daemon.d.failed", told.Name);
        Assert.Equal("on purpose (FormatException)", JsonDocument.Parse(told.Payload).RootElement.GetProperty("why").GetString());
    }

    [Fact]
    public async Task Its_counter_has_a_name_that_the_status_file_can_hold()
    {
        await Assert.ThrowsAsync<FormatException>(() => records.RunAsync("d:one", Two, () => throw new FormatException("on purpose"), CancellationToken.None));

        Assert.Equal(1, counters.Named("daemon.d_one.failed").Value);
        Assert.Equal("daemon.d:one.failed", Assert.Single(events.Published).Name);
    }

    [Fact]
    public async Task A_daemon_that_returns_has_failed_unless_it_was_told_to()
    {
        using var told = new CancellationTokenSource();

        await records.RunAsync("d", Two, () => Task.CompletedTask, told.Token);
        await told.CancelAsync();
        await records.RunAsync("d", Two, () => Task.CompletedTask, told.Token);
        await Assert.ThrowsAsync<OperationCanceledException>(() => records.RunAsync("d", Two, () => throw new OperationCanceledException(told.Token), told.Token));

        Assert.Equal((3, 1), (records.Of("d").History.Starts, records.Of("d").History.Failures));
        Assert.Equal("it has returned, though nobody has told it to", records.Of("d").History.LastError!.Value.Text);
    }

    [Fact]
    public async Task A_crash_is_counted_as_one_and_its_process_has_told_of_it_already()
    {
        await Assert.ThrowsAsync<DaemonCrashedException>(() => records.RunAsync("d", Two, () => throw new DaemonCrashedException("process 7 failed"), CancellationToken.None));

        Assert.Equal((1, 0), (counters.Named("daemon.d.crashed").Value, counters.Named("daemon.d.failed").Value));
        Assert.Equal(1, records.Of("d").History.Failures);
        Assert.Empty(events.Published);
    }

    [Fact]
    public async Task One_that_fails_too_often_is_held_back_until_it_is_released()
    {
        await FailAsync();
        await FailAsync();

        var waiting = records.WaitAsync("d", Task.CompletedTask, CancellationToken.None);
        var (state, why, _) = records.Of("d");
        var wasHeld = !waiting.IsCompleted;
        records.Release("d");

        await waiting;
        Assert.True(wasHeld);
        Assert.Equal((DaemonState.Quarantined, "2 runs in a row have failed, the last one: on purpose (FormatException)"), (state, why));
        Assert.Equal((DaemonState.Ended, 2, 0), (records.Of("d").State, records.Of("d").History.Failures, records.Of("d").History.InRow));
        Assert.Equal(["daemon.d.failed", "daemon.d.failed", "daemon.d.quarantined", "daemon.d.released"], events.Published.Select(told => told.Name));
        Assert.Contains((LogLevel.Error, $"d is not started any more: {why}; it returns with a better build, a change of its section, or by plugin.release"), logger.Lines);
    }

    [Theory]
    [InlineData("module = plain", true)]
    [InlineData("module = plain\nquarantine-after = 5", false)]
    public async Task A_change_of_it_or_of_its_limits_lets_it_start(string section, bool isChanged)
    {
        await FailAsync();
        await FailAsync();
        var waiting = records.WaitAsync("d", Task.CompletedTask, CancellationToken.None);

        records.Renew(Daemons(section), isChanged ? new HashSet<string> { "d" } : []);

        await waiting;
        Assert.Equal(DaemonState.Ended, records.Of("d").State);
        Assert.Equal(isChanged ? 0 : 2, records.Of("d").History.Failures);
    }

    [Fact]
    public async Task What_has_not_changed_stays_in_quarantine()
    {
        await FailAsync();
        await FailAsync();

        records.Renew(Daemons("module = plain\nquarantine-after = 2\nquarantine-reset = 60"), new HashSet<string> { "other" });

        Assert.Equal(DaemonState.Quarantined, records.Of("d").State);
    }

    [Fact]
    public async Task The_run_of_a_build_before_is_not_the_next_ones()
    {
        var ending = new TaskCompletionSource();
        var before = records.RunAsync("d", Two, () => ending.Task, CancellationToken.None);
        records.Renew(Daemons("module = plain"), new HashSet<string> { "d" });

        ending.SetException(new FormatException("on purpose"));

        await Assert.ThrowsAsync<FormatException>(() => before);
        Assert.Equal(new DaemonHistory(), records.Of("d").History);
    }

    [Fact]
    public async Task One_that_is_to_run_waits_for_what_comes_before()
    {
        var before = new TaskCompletionSource();

        var waiting = records.WaitAsync("d", before.Task, CancellationToken.None);
        var meanwhile = records.Of("d").State;
        before.SetResult();

        await waiting;
        Assert.Equal((DaemonState.Waiting, DaemonState.Ended), (meanwhile, records.Of("d").State));
    }

    private Task FailAsync() => Assert.ThrowsAsync<FormatException>(() => records.RunAsync("d", Two, () => throw new FormatException("on purpose"), CancellationToken.None));

    private static IReadOnlyDictionary<string, DaemonModel> Daemons(string section) =>
        Configurations.Load($"{Configurations.Main}[routes]\na = r\n[r]\nhandler = runner\ndaemons = d\n[d]\n{section}").Daemons;
}
