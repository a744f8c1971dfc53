using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Libzmq;

/// <summary>Heartbeats in both directions (RFC 37, "Connection Heartbeating").</summary>
public sealed class HeartbeatTests
{
    private const int LongQuiet = 1500;

    [Fact]
    public async Task Libzmq_hears_from_us_when_it_asks()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Dealer);
        await peer.OpenAsync("theirs", "DEALER", ("HEARTBEAT_IVL", 50), ("HEARTBEAT_TIMEOUT", 600), ("HEARTBEAT_TTL", 1000));
        await peer.ConnectAsync("theirs", await ours.BindAsync());
        Assert.True(await peer.WatchAsync("theirs", "EVENT_HANDSHAKE_SUCCEEDED"));

        Assert.False(await peer.WatchAsync("theirs", "EVENT_DISCONNECTED", LongQuiet));

        Assert.Empty(ours.Events.Of(ZmtpEventKind.Disconnected));
    }

    [Fact]
    public async Task We_hear_from_libzmq_when_we_ask()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Dealer, Asking(50, 600));
        await peer.OpenAsync("theirs", "DEALER");
        await peer.ConnectAsync("theirs", await ours.BindAsync());
        Assert.True(await peer.WatchAsync("theirs", "EVENT_HANDSHAKE_SUCCEEDED"));

        Assert.False(await peer.WatchAsync("theirs", "EVENT_DISCONNECTED", LongQuiet));

        Assert.Empty(ours.Events.Of(ZmtpEventKind.Disconnected));
    }

    [Fact]
    public async Task A_mute_peer_is_given_up()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Dealer, Asking(50, 200));
        await peer.OpenAsync("theirs", "DEALER");
        await peer.ConnectAsync("theirs", await ours.BindAsync());
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);

        peer.Freeze();

        Assert.Equal(ZmtpError.HeartbeatTimeout, (await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
        peer.Thaw();
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected, 2);
    }

    [Fact]
    public async Task A_mute_peer_is_given_up_when_its_own_PING_asked_for_it()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Dealer);
        await peer.OpenAsync("theirs", "DEALER", ("HEARTBEAT_IVL", 50), ("HEARTBEAT_TIMEOUT", 5000), ("HEARTBEAT_TTL", 300));
        await peer.ConnectAsync("theirs", await ours.BindAsync());
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);
        Assert.False(await peer.WatchAsync("theirs", "EVENT_DISCONNECTED", 200)); // several PINGs later

        peer.Freeze();

        Assert.Equal(ZmtpError.HeartbeatTimeout, (await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
    }

    /// <summary>The application lags behind and our side does not read: that is not the peer's silence.</summary>
    [Fact]
    public async Task A_peer_is_not_given_up_while_we_do_not_read()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Dealer, Asking(50, 200) with { ReceiveHighWaterMark = 5 });
        await peer.OpenAsync("theirs", "DEALER");
        await peer.ConnectAsync("theirs", await ours.BindAsync());
        await peer.FloodAsync("theirs", 100, 10);

        Assert.False(await peer.WatchAsync("theirs", "EVENT_DISCONNECTED", LongQuiet));

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i, Content.NumberOf(await ours.ReceiveMessageAsync()));
        }

        Assert.Empty(ours.Events.Of(ZmtpEventKind.Disconnected));
    }

    private static ZmtpSocketOptions Asking(int interval, int timeout) => new()
    {
        HeartbeatInterval = TimeSpan.FromMilliseconds(interval),
        HeartbeatTimeout = TimeSpan.FromMilliseconds(timeout),
    };
}
