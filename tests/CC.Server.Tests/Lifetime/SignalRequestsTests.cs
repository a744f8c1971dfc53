using System.Runtime.InteropServices;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Lifetime;

namespace CC.Server.Tests.Lifetime;

public sealed class SignalRequestsTests : IDisposable
{
    private readonly ManualTime time = new();
    private readonly SignalRequests requests;
    private int ends;

    public SignalRequestsTests() => requests = new SignalRequests(time, () => ends++);

    public void Dispose() => requests.Dispose();

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task Asks_to_stop(PosixSignal signal)
    {
        requests.Take(signal);

        Assert.True(requests.Stopping.IsCancellationRequested);
        Assert.False(await requests.NextReloadAsync());
        Assert.Equal(0, ends);
    }

    [Fact]
    public async Task Several_hangups_that_wait_are_one()
    {
        requests.Take(PosixSignal.SIGHUP);
        requests.Take(PosixSignal.SIGHUP);
        var first = await requests.NextReloadAsync();
        var second = requests.NextReloadAsync();
        var waits = !second.IsCompleted;
        requests.Take(PosixSignal.SIGHUP);

        Assert.True(first);
        Assert.True(waits);
        Assert.True(await second.WaitAsync(ServerProcess.Patience));
        Assert.False(requests.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task To_stop_goes_before_a_hangup_that_waits()
    {
        requests.Take(PosixSignal.SIGHUP);
        requests.Take(PosixSignal.SIGTERM);

        Assert.False(await requests.NextReloadAsync());
    }

    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(1.1, 0)]
    public void Two_interrupts_within_a_second_end_at_once(double seconds, int expected)
    {
        requests.Take(PosixSignal.SIGINT);
        time.Advance(TimeSpan.FromSeconds(seconds));
        requests.Take(PosixSignal.SIGINT);

        Assert.Equal(expected, ends);
    }

    [Fact]
    public void Two_requests_to_terminate_end_nothing_at_once()
    {
        requests.Take(PosixSignal.SIGTERM);
        requests.Take(PosixSignal.SIGTERM);

        Assert.Equal(0, ends);
    }

    [Fact]
    public async Task Heeds_signals_of_the_operating_system()
    {
        var reload = requests.NextReloadAsync();

        Assert.Equal(SignalOutcome.Sent, Signals.Send(Environment.ProcessId, Signals.Hangup));

        Assert.True(await reload.WaitAsync(ServerProcess.Patience));
    }
}
