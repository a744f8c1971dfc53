using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Tests.Configuration;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Components;

public sealed class HostedDaemonsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string job = Guid.NewGuid().ToString();
    private readonly ManualTime time = new();
    private readonly RecordingLogger<HostedDaemons> logger = new();
    private readonly Doorway door = new();
    private readonly NodeConfiguration configuration;
    private readonly DaemonRecords records;
    private readonly HostedDaemons daemons;
    private readonly CancellationTokenSource manager = new();

    public HostedDaemonsTests()
    {
        var services = new ComponentServices(
            new ComponentContext("d", job, "testhost"), new FakeMessages(), new FakeMetrics(), new FakeComponents(), new FakeEvents(), logger, time);
        configuration = Configurations.Load(
            $"{Configurations.Main}[routes]\na = r\n[r]\nhandler = runner\ndaemons = d, i\n[d]\nmodule = scripted\npriority = 7\nquarantine-after = 2\n[i]\nmodule = scripted\nisolation = process",
            Configurations.CatalogOf(typeof(RunnerHandler), typeof(ScriptedDaemon)));
        records = new DaemonRecords(() => Patience, new FakeEvents(), new Counters(), time, logger);
        daemons = new HostedDaemons(section => configuration.Daemons.GetValueOrDefault(section), _ => services, RunIsolatedAsync, TryIsolatedAsync, Describe, new Disposal(time, logger), records, logger);
        ScriptedDaemon.Scripts[job] = door.PassAsync;
    }

    private string? Isolated { get; set; }

    private string? Tried { get; set; }

    private int Disposals => ScriptedDaemon.Disposals.GetValueOrDefault(job);

    public void Dispose()
    {
        manager.Dispose();
        daemons.Dispose();
    }

    [Fact]
    public async Task Runs_a_daemon_to_its_end_and_disposes_it()
    {
        daemons.Release();
        var running = daemons.RunDaemonAsync("d", manager.Token);
        await door.ArrivalAsync();
        var early = (running.IsCompleted, Disposals);
        door.Open();

        await running;
        Assert.Equal((false, 0), early);
        Assert.Equal(1, Disposals);
    }

    [Fact]
    public async Task One_that_carries_files_is_known_as_long_as_it_runs()
    {
        daemons.Release();
        var before = daemons.CarrierOf("d");
        var running = daemons.RunDaemonAsync("d", manager.Token);
        await door.ArrivalAsync();
        var meanwhile = daemons.CarrierOf("d");
        door.Open();
        await running;

        Assert.Null(before);
        Assert.IsType<ScriptedDaemon>(meanwhile);
        Assert.Null(daemons.CarrierOf("d"));
    }

    [Fact]
    public async Task Starts_none_before_it_is_released_nor_while_it_is_held()
    {
        var running = daemons.RunDaemonAsync("d", manager.Token);
        daemons.Release();
        await door.ArrivalAsync();
        door.Open();
        await running;
        daemons.Hold();
        var held = daemons.RunDaemonAsync("d", manager.Token);

        Assert.False(held.IsCompleted);
        Assert.Equal((DaemonState.Waiting, 1), (records.Of("d").State, records.Of("d").History.Starts));
        daemons.Release();
        await held.WaitAsync(ServerProcess.Patience);
        Assert.Equal(2, Disposals);
    }

    [Fact]
    public async Task One_that_is_to_have_a_process_of_its_own_is_not_made_here()
    {
        daemons.Release();

        await daemons.RunDaemonAsync("i", manager.Token);

        Assert.Equal(("i", 0), (Isolated, Disposals));
    }

    [Fact]
    public async Task It_is_tried_out_elsewhere_as_well()
    {
        await daemons.TryOutAsync([configuration.Daemons["i"]], CancellationToken.None);

        Assert.Equal(("i", 0), (Tried, Disposals));
    }

    [Fact]
    public async Task One_that_is_to_run_within_is_tried_out_here()
    {
        await daemons.TryOutAsync([configuration.Daemons["d"]], CancellationToken.None);

        Assert.Equal((null, 1), (Tried, Disposals));
    }

    [Fact]
    public async Task Two_runs_of_one_daemon_never_overlap_though_one_that_waited_has_given_up()
    {
        ScriptedDaemon.Scripts[job] = _ => door.PassAsync(CancellationToken.None);
        daemons.Release();
        var first = daemons.RunDaemonAsync("d", manager.Token);
        await door.ArrivalAsync();
        using var impatience = new CancellationTokenSource();
        var second = daemons.RunDaemonAsync("d", impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        var disposed = -1;
        ScriptedDaemon.Scripts[job] = _ =>
        {
            disposed = Disposals;
            return Task.CompletedTask;
        };

        var third = daemons.RunDaemonAsync("d", manager.Token);
        var starts = records.Of("d").History.Starts;
        door.Open();

        await first;
        await third;
        Assert.Equal((1, 1, 2), (starts, disposed, Disposals));
    }

    [Fact]
    public async Task One_that_does_not_end_when_it_is_told_to_is_named_and_what_follows_it_waits()
    {
        ScriptedDaemon.Scripts[job] = _ => door.PassAsync(CancellationToken.None);
        daemons.Release();
        using var restart = new CancellationTokenSource();
        var deaf = daemons.RunDaemonAsync("d", restart.Token);
        await door.ArrivalAsync();
        await restart.CancelAsync();
        var next = daemons.RunDaemonAsync("d", manager.Token);

        await PassAsync(Patience);
        await Eventually.TrueAsync(() => logger.Lines.Count == 1, () => "It is not named.");
        var (state, why, history) = records.Of("d");
        await PassAsync(DaemonRecords.Reminder);
        await Eventually.TrueAsync(() => logger.Lines.Count == 2, () => "It is not named again.");
        var uses = configuration.Daemons["d"].Component.Uses.Open;
        door.Open();

        await deaf;
        await next;
        Assert.Equal((DaemonState.Waiting, "waiting for the one before, which does not end", 1), (state, why, history.Starts));
        Assert.Equal(["the daemon of [d] has not ended"], uses);
        Assert.Equal((LogLevel.Error, "d was told to end 5 s ago and does not; what is to follow it waits until it does, or the node is started again"), logger.Lines.First());
        Assert.Equal((DaemonState.Ended, "", 2), (records.Of("d").State, records.Of("d").Why, records.Of("d").History.Starts));
    }

    [Fact]
    public async Task One_that_takes_its_time_to_end_is_not_named()
    {
        ScriptedDaemon.Scripts[job] = _ => door.PassAsync(CancellationToken.None);
        daemons.Release();
        using var restart = new CancellationTokenSource();
        var slow = daemons.RunDaemonAsync("d", restart.Token);
        await door.ArrivalAsync();
        await restart.CancelAsync();

        await PassAsync(Patience, Patience - TimeSpan.FromTicks(1));
        door.Open();

        await slow;
        Assert.Empty(logger.Lines);
    }

    [Fact]
    public async Task Stops_a_daemon_when_its_manager_says_so()
    {
        daemons.Release();
        var running = daemons.RunDaemonAsync("d", manager.Token);
        await door.ArrivalAsync();

        await manager.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(1, Disposals);
    }

    [Fact]
    public async Task A_daemons_failure_is_its_managers()
    {
        ScriptedDaemon.Scripts[job] = _ => throw new FormatException("on purpose");
        daemons.Release();

        await Assert.ThrowsAsync<FormatException>(() => daemons.RunDaemonAsync("d", manager.Token));

        Assert.Equal(1, Disposals);
        Assert.Empty(logger.Lines);
    }

    [Fact]
    public async Task A_daemon_that_keeps_failing_is_not_made_again_before_it_is_released()
    {
        ScriptedDaemon.Scripts[job] = _ => throw new FormatException("on purpose");
        daemons.Release();
        await Assert.ThrowsAsync<FormatException>(() => daemons.RunDaemonAsync("d", manager.Token));
        await Assert.ThrowsAsync<FormatException>(() => daemons.RunDaemonAsync("d", manager.Token));

        var third = daemons.RunDaemonAsync("d", manager.Token);
        var held = (third.IsCompleted, Disposals, records.Of("d").State);
        records.Release("d");

        await Assert.ThrowsAsync<FormatException>(() => third);
        Assert.Equal((false, 2, DaemonState.Quarantined), held);
        Assert.Equal((3, 3), (Disposals, records.Of("d").History.Starts));
    }

    [Fact]
    public async Task One_that_returns_untold_has_failed_wherever_it_runs()
    {
        ScriptedDaemon.Scripts[job] = _ => Task.CompletedTask;
        daemons.Release();

        await daemons.RunDaemonAsync("d", manager.Token);
        await daemons.RunDaemonAsync("i", manager.Token);

        Assert.Equal((1, 1), (records.Of("d").History.Failures, records.Of("i").History.Failures));
    }

    [Fact]
    public async Task A_section_that_is_no_daemons_is_refused()
    {
        daemons.Release();

        var failure = await Assert.ThrowsAsync<OptionsException>(() => daemons.RunDaemonAsync("other", manager.Token));

        Assert.EndsWith("[other]: is no daemon's section", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manager_reads_its_own_options_from_the_daemons_section() => Assert.Equal(7, daemons.OptionsOf<RunOptions>("d").Priority);

    [Fact]
    public async Task Stopping_ends_the_daemon_and_does_not_look_like_its_end_to_the_manager()
    {
        daemons.Release();
        var running = daemons.RunDaemonAsync("d", manager.Token);
        await door.ArrivalAsync();

        Assert.True(await daemons.StopAsync(CancellationToken.None));

        Assert.Equal(1, Disposals);
        Assert.False(running.IsCompleted);
        Assert.Empty(logger.Lines);
        await manager.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Once_stopped_it_starts_none()
    {
        var held = daemons.RunDaemonAsync("d", manager.Token);
        await daemons.StopAsync(CancellationToken.None);
        var late = daemons.RunDaemonAsync("d", manager.Token);
        await manager.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        Assert.Equal(0, Disposals);
    }

    [Fact]
    public async Task A_daemon_that_fails_while_it_is_stopped_is_logged()
    {
        ScriptedDaemon.Scripts[job] = async stopping =>
        {
            await door.PassAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new FormatException("on purpose");
        };
        daemons.Release();
        var running = daemons.RunDaemonAsync("d", manager.Token);
        await door.ArrivalAsync();

        Assert.True(await daemons.StopAsync(CancellationToken.None));

        await Eventually.TrueAsync(() => !logger.Lines.IsEmpty, () => "Nothing was logged.");
        Assert.Equal((LogLevel.Error, "d failed while it was stopped"), Assert.Single(logger.Lines));
        await manager.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_daemon_that_does_not_stop_is_left_behind_at_the_deadline()
    {
        ScriptedDaemon.Scripts[job] = _ => door.PassAsync(CancellationToken.None);
        daemons.Release();
        var running = daemons.RunDaemonAsync("d", manager.Token);
        await door.ArrivalAsync();
        using var deadline = new CancellationTokenSource();

        var stopping = daemons.StopAsync(deadline.Token);
        await deadline.CancelAsync();

        Assert.False(await stopping);
        Assert.Equal((LogLevel.Error, "d has not stopped in time, and is left behind"), Assert.Single(logger.Lines));
        door.Open();
        await manager.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Lets time pass once somebody waits for so long.</summary>
    private async Task PassAsync(TimeSpan awaited, TimeSpan? passing = null)
    {
        await Eventually.TrueAsync(() => time.Waiting.Contains(awaited), () => "Nobody waits.");
        time.Advance(passing ?? awaited);
    }

    private Task RunIsolatedAsync(DaemonModel model, CancellationToken cancellationToken)
    {
        Isolated = model.Section.Name;
        return Task.CompletedTask;
    }

    private static ManagedSection Describe(DaemonModel model) => new() { Section = model.Section.Name, JobName = model.JobName, ConfigurationFile = "/etc/cc.ini" };

    private Task TryIsolatedAsync(DaemonModel model, CancellationToken cancellationToken)
    {
        Tried = model.Section.Name;
        return Task.CompletedTask;
    }
}
