using CC.Frames;
using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>What each pattern does when a queue is full.</summary>
public sealed class HighWaterMarkTests
{
    private static readonly Multipart Message = Content.Numbered(0);

    [Theory]
    [InlineData(SocketType.Dealer)]
    [InlineData(SocketType.Push)]
    public async Task To_send_takes_no_more_than_the_mark_for_a_peer_that_is_away(SocketType type)
    {
        await using var ours = new OurSocket(type, new ZmtpSocketOptions { SendHighWaterMark = 7, Linger = TimeSpan.Zero });
        ours.Connect(Endpoints.New("inproc"));
        var taken = 0;

        while (ours.Socket.TrySend(Message))
        {
            taken++;
        }

        Assert.Equal(7, taken);
        Assert.Empty(ours.Statistics.Dropped);
    }

    [Theory]
    [InlineData(SocketType.Dealer)]
    [InlineData(SocketType.Push)]
    [InlineData(SocketType.Req)]
    public async Task To_send_waits_for_a_peer_when_there_is_none(SocketType type)
    {
        await using var ours = new OurSocket(type);
        var sending = ours.SendAsync(Message);
        Assert.False(sending.IsCompleted);

        await using var router = new OurSocket(type == SocketType.Push ? SocketType.Pull : SocketType.Router);
        router.Connect(await ours.BindAsync());

        await sending;
        await router.ReceiveAsync();
    }

    [Fact]
    public async Task To_send_waits_for_room_and_keeps_the_order()
    {
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { SendHighWaterMark = 3 });
        await using var pull = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ReceiveHighWaterMark = 3 });
        push.Connect(await pull.BindAsync());

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                await push.SendAsync(Content.Numbered(i, 20_000));
            }
        }, TestContext.Current.CancellationToken);
        await Within.TrueAsync(() => pull.Statistics.MessagesReceived == 3);

        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal(i, Content.NumberOf(await pull.ReceiveMessageAsync()));
        }

        await sending;
    }

    [Fact]
    public async Task Of_one_peer_is_no_matter_of_another()
    {
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { SendHighWaterMark = 3, Linger = TimeSpan.Zero });
        push.Connect(Endpoints.New("inproc"));
        await using var pull = new OurSocket(SocketType.Pull);
        push.Connect(await pull.BindAsync());

        for (var i = 0; i < 103; i++)
        {
            await push.SendAsync(Message);
        }

        for (var i = 0; i < 100; i++)
        {
            await pull.ReceiveAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_a_ROUTER_drops_or_throws_when_it_is_mandatory(bool mandatory)
    {
        await using var router = new OurSocket(SocketType.Router, new ZmtpSocketOptions { SendHighWaterMark = 3, Mandatory = mandatory, Linger = TimeSpan.Zero });
        using var deaf = await RawPeer.ReadyAsync(await router.BindAsync(), "DEALER", "deaf", receiveBuffer: 4096);
        await router.Events.WaitForAsync(ZmtpEventKind.Connected);
        var large = Content.Numbered(0, 300_000).Push(Multipart.EncodeAddress("deaf"u8));

        if (mandatory)
        {
            var refusal = await Assert.ThrowsAsync<ZmtpException>(() => SendForEverAsync(router, large, () => false));
            Assert.Equal(ZmtpError.HostUnreachable, refusal.Error);
            Assert.Equal(0, router.Dropped(DropReason.QueueFull));
        }
        else
        {
            await SendForEverAsync(router, large, () => router.Dropped(DropReason.QueueFull) > 10);
        }
    }

    [Fact]
    public async Task Of_zero_is_none()
    {
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { SendHighWaterMark = 0, Linger = TimeSpan.Zero });
        push.Connect(Endpoints.New("inproc"));

        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.True(push.Socket.TrySend(Message)));
    }

    /// <summary>What is lost with a connection makes room; whoever waits for room must hear of it.</summary>
    [Fact]
    public async Task Makes_room_when_a_connection_is_lost_that_was_being_written_to()
    {
        var (listener, endpoint) = RawPeer.Listen();
        using var listening = listener;
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { SendHighWaterMark = 4, Linger = TimeSpan.Zero });
        push.Connect(endpoint);
        using var deaf = await RawPeer.AcceptAsync(listener);
        await deaf.GreetAsync("PULL");
        await push.Events.WaitForAsync(ZmtpEventKind.Connected);
        var one = Content.Numbered(0, 50_000_000);
        for (var i = 0; i < 3; i++)
        {
            await push.SendAsync(Message);
        }

        await push.SendAsync(one);
        await Within.TrueAsync(() => !push.Socket.TrySend(Message));
        var waiting = push.SendAsync(Message);
        Assert.False(waiting.IsCompleted);

        listener.Dispose(); // nobody comes back, so nothing else will make room
        deaf.Reset();

        await waiting;
        Assert.True(push.Dropped(DropReason.ConnectionLost) > 0);
    }

    private static async Task SendForEverAsync(OurSocket socket, Multipart message, Func<bool> until)
    {
        while (!until())
        {
            await socket.SendAsync(message);
        }
    }
}
