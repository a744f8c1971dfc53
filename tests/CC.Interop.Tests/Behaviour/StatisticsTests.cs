using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>What went wrong is counted, by name.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public async Task Connections_that_are_reset_or_cut_off_in_the_middle_are_counted_as_lost_and_others_are_not()
    {
        await using var ours = new OurSocket(SocketType.Pull);
        var endpoint = await ours.BindAsync();
        using var reset = await RawPeer.ReadyAsync(endpoint, "PUSH");
        using var cut = await RawPeer.ReadyAsync(endpoint, "PUSH");
        using var orderly = await RawPeer.ReadyAsync(endpoint, "PUSH");
        await Within.TrueAsync(() => ours.Statistics.Connections == 3);

        reset.Reset();
        await cut.SendAsync((byte[])[0]);
        cut.Dispose();
        orderly.CloseWrite();
        await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected, 3);

        Assert.Equal([new(ZmtpError.ConnectionLost, 2)], ours.Statistics.Ended);
    }

    [Fact]
    public async Task Silent_peers_are_counted()
    {
        await using var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(50) });
        using var silent = await RawPeer.ReadyAsync(await ours.BindAsync(), "PUSH");

        await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);

        Assert.Equal([new(ZmtpError.HeartbeatTimeout, 1)], ours.Statistics.Ended);
    }

    [Fact]
    public async Task What_was_received_and_never_taken_is_counted_as_dropped()
    {
        var ours = new OurSocket(SocketType.Pull);
        await using var push = new OurSocket(SocketType.Push);
        push.Connect(await ours.BindAsync());
        for (var i = 0; i < 7; i++)
        {
            await push.SendAsync(Content.Numbered(i));
        }

        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 7);
        await ours.ReceiveMessageAsync();
        await ours.DisposeAsync();

        Assert.Equal(6, ours.Dropped(DropReason.NotTaken));
        Assert.Equal(6, ours.Events.Of(ZmtpEventKind.Dropped).Sum(dropped => dropped.Count));
    }
}
