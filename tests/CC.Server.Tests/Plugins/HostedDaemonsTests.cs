using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Plugins;
using CC.Server.Tests.Configuration;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Plugins;

public sealed class HostedDaemonsTests : IDisposable
{
    private readonly string job = Guid.NewGuid().ToString();
    private readonly ManualTime time = new();
    private readonly RecordingLogger<HostedDaemons> logger = new();
    private readonly Doorway door = new();
    private readonly HostedDaemons daemons;
    private readonly CancellationTokenSource manager = new();

    public HostedDaemonsTests()
    {
        var services = new ComponentServices(
            new ComponentContext("d", job, "testhost"), new FakeMessages(), new FakeMetrics(), new FakeComponents(), logger, time);
        var configuration = Configurations.Load(
            $"{Configurations.Main}[routes]\na = r\n[r]\nhandler = runner\ndaemons = d\n[d]\nmodule = scripted\npriority = 7",
            Configurations.CatalogOf(typeof(RunnerHandler), typeof(ScriptedDaemon)));
        daemons = new HostedDaemons(section => configuration.Daemons.GetValueOrDefault(section), _ => services, new Disposal(time, logger), logger);
        ScriptedDaemon.Scripts[job] = door.PassAsync;
    }

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
        daemons.Release();
        await held.WaitAsync(ServerProcess.Patience);
        Assert.Equal(2, Disposals);
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
}
