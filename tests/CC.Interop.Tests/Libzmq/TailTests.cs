using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Libzmq;

/// <summary>Whoever closes with time to linger loses nothing of what it sent, however slow the other side is.</summary>
public sealed class TailTests
{
    [Theory]
    [InlineData(5_000, 10)]
    [InlineData(50_000, 100)]
    public async Task Nothing_is_lost_when_we_close(int count, int pauseEvery)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await peer.OpenAsync("theirs", "PULL");
        var endpoint = await peer.BindAsync("theirs", "tcp://127.0.0.1:*");
        var ours = new OurSocket(SocketType.Push, new ZmtpSocketOptions { SendHighWaterMark = 0, Linger = Within.Limit });
        ours.Connect(endpoint);
        for (var i = 0; i < count; i++)
        {
            await ours.Socket.SendAsync(Content.Numbered(i, 100), TestContext.Current.CancellationToken);
        }

        var draining = peer.DrainAsync("theirs", count, pauseEvery);
        await ours.DisposeAsync().LimitAsync();

        Assert.Equal((count, 0), await draining);
        Assert.Equal(0, ours.Dropped(DropReason.ConnectionLost));
    }

    /// <summary>With requests that come in to the very end: unread input must not reset the connection.</summary>
    [Theory]
    [InlineData(5_000, 10)]
    [InlineData(50_000, 100)]
    public async Task Nothing_is_lost_when_we_close_amid_traffic_from_the_other_side(int count, int pauseEvery)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await peer.OpenAsync("theirs", "DEALER", ("HEARTBEAT_IVL", 20), ("HEARTBEAT_TIMEOUT", 60_000));
        var ours = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { SendHighWaterMark = 0, Linger = Within.Limit });
        await peer.ConnectAsync("theirs", await ours.BindAsync());
        await peer.FloodAsync("theirs", 900, 100);
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);
        for (var i = 0; i < count; i++)
        {
            await ours.Socket.SendAsync(Content.Numbered(i, 100), TestContext.Current.CancellationToken);
        }

        var draining = peer.DrainAsync("theirs", count, pauseEvery);
        await ours.DisposeAsync().LimitAsync();

        Assert.Equal((count, 0), await draining);
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(50_000)]
    public async Task Nothing_is_lost_when_libzmq_closes(int count)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await peer.OpenAsync("theirs", "PUSH", ("SNDHWM", 0));
        await using var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ReceiveHighWaterMark = 100 });
        await peer.ConnectAsync("theirs", await ours.BindAsync());

        await peer.FloodAsync("theirs", count, 100);
        await peer.CloseAsync("theirs", linger: -1);

        for (var i = 0; i < count; i++)
        {
            Assert.Equal(i, Content.NumberOf(await ours.ReceiveMessageAsync()));
        }
    }
}
