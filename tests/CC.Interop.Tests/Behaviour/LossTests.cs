using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>What is lost with a connection is lost once, and counted.</summary>
public sealed class LossTests
{
    /// <summary>What was being written is dropped, for the peer may have it; what waited goes to the next connection.</summary>
    [Theory]
    [InlineData(SocketType.Push, "PULL", 100)]
    [InlineData(SocketType.Push, "PULL", 100_000)]
    [InlineData(SocketType.Dealer, "ROUTER", 1000)]
    public async Task Every_message_is_sent_or_dropped_and_none_twice(SocketType type, string peerType, int size)
    {
        const int Count = 5000;
        var (listener, endpoint) = RawPeer.Listen();
        using var listening = listener;
        await using var ours = new OurSocket(type, new ZmtpSocketOptions { SendHighWaterMark = 0, Linger = TimeSpan.Zero });
        ours.Connect(endpoint);
        using var deaf = await RawPeer.AcceptAsync(listener);
        await deaf.GreetAsync(peerType);
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);
        for (var i = 0; i < Count; i++)
        {
            await ours.Socket.SendAsync(Content.Numbered(i, size), TestContext.Current.CancellationToken);
        }

        deaf.Reset();
        await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        var before = ours.Statistics.MessagesSent;
        using var next = await RawPeer.AcceptAsync(listener);
        await next.GreetAsync(peerType);

        var dropped = ours.Dropped(DropReason.ConnectionLost);
        for (var number = before + dropped; number < Count; number++)
        {
            Assert.Equal(number, System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(await next.ReadFrameAsync()));
        }

        await Within.TrueAsync(() => ours.Statistics.MessagesSent == Count - dropped);
        Assert.Equal(dropped, ours.Events.Of(ZmtpEventKind.Dropped).Sum(happened => happened.Count));
    }

    [Fact]
    public async Task What_waits_for_a_peer_that_had_connected_is_dropped_with_it()
    {
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { SendHighWaterMark = 0 });
        using var deaf = await RawPeer.ReadyAsync(await push.BindAsync(), "PULL", receiveBuffer: 4096);
        await push.Events.WaitForAsync(ZmtpEventKind.Connected);
        for (var i = 0; i < 1000; i++)
        {
            await push.SendAsync(Content.Numbered(i, 10_000));
        }

        deaf.Reset();
        await push.Events.WaitForAsync(ZmtpEventKind.Disconnected);

        Assert.Equal(1000, push.Statistics.MessagesSent + push.Dropped(DropReason.ConnectionLost));
        Assert.True(push.Dropped(DropReason.ConnectionLost) > 0);
    }

    [Fact]
    public async Task What_had_come_before_a_reset_is_received_although_answers_fail()
    {
        const int Count = 300;
        await using var router = new OurSocket(SocketType.Router, new ZmtpSocketOptions { ReceiveHighWaterMark = 10 });
        using var peer = await RawPeer.ReadyAsync(await router.BindAsync(), "DEALER");
        for (var i = 0; i < Count; i++)
        {
            await peer.SendAsync(Wire.Frame([(byte)(i >> 8), (byte)i]));
        }

        await router.SendAsync(await router.ReceiveMessageAsync());
        await peer.ReadExactlyAsync(1);
        await router.SendAsync(await router.ReceiveMessageAsync());
        peer.Dispose(); // unread input makes this a reset

        for (var i = 2; i < Count; i++)
        {
            var request = await router.ReceiveMessageAsync();
            Assert.Equal([(byte)(i >> 8), (byte)i], request[1].ToArray());
            await router.SendAsync(request);
        }

        await router.Events.WaitForAsync(ZmtpEventKind.Disconnected);
    }

    [Theory]
    [InlineData(SocketType.Push, "PULL")]
    [InlineData(SocketType.Pub, "SUB")]
    public async Task What_nobody_may_send_is_dropped_and_counted(SocketType type, string peerType)
    {
        await using var ours = new OurSocket(type);
        using var peer = await RawPeer.ReadyAsync(await ours.BindAsync(), peerType);

        await peer.SendAsync(Wire.Frame([9, 9]));

        await ours.Events.WaitForAsync(ZmtpEventKind.Dropped);
        Assert.Equal(1, ours.Dropped(DropReason.Unexpected));
        Assert.Equal(1, ours.Statistics.Connections);
    }
}
