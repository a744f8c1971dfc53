using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Connections;

public sealed class ConnectedEndpointTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    [Fact]
    public async Task Tries_again_after_pauses_that_grow()
    {
        var time = new FakeTime();
        var socket = new ZmtpSocket(SocketType.Dealer, new ZmtpSocketOptions
        {
            Time = time,
            ProgressTimeout = Timeout.InfiniteTimeSpan, // so that the pause is the only timer
            HandshakeTimeout = Timeout.InfiniteTimeSpan,
            ReconnectDelay = TimeSpan.FromMilliseconds(100),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(1000),
            Linger = TimeSpan.Zero,
        });
        socket.Connect("inproc://nobody is bound to this");

        foreach (var expected in (int[])[100, 200, 400, 800, 1000, 1000])
        {
            Assert.True(SpinWait.SpinUntil(() => time.Running == 1, TimeSpan.FromSeconds(30)));
            Assert.InRange(Pause(time).TotalMilliseconds, expected * 0.75, expected + Step.TotalMilliseconds);
        }

        await socket.DisposeAsync();
    }

    /// <summary>How long the pause is that is waited for now.</summary>
    private static TimeSpan Pause(FakeTime time)
    {
        var started = time.GetTimestamp();
        var timers = time.Fired;
        while (time.Fired == timers)
        {
            time.Advance(Step);
        }

        return time.GetElapsedTime(started);
    }
}
