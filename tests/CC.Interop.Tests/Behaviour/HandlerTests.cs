using CC.Frames;
using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>The application's code, called by the library: handlers and event callbacks.</summary>
public sealed class HandlerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_throws_costs_the_connection_and_is_named(bool later)
    {
        await using var ours = new OurSocket(SocketType.Pull, null, async message =>
        {
            if (later)
            {
                await Task.Yield();
            }

            if (message[0].Span[0] == 1)
            {
                throw new ZmtpException(ZmtpError.MalformedFrame, "said by the application, not by the protocol");
            }
        });
        var endpoint = await ours.BindAsync();
        using var other = await RawPeer.ReadyAsync(endpoint, "PUSH");
        using var peer = await RawPeer.ReadyAsync(endpoint, "PUSH");

        await peer.SendAsync(Wire.Frame([1]));
        await peer.ReadToEndAsync();

        var end = await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        Assert.Equal(ZmtpError.HandlerFailed, end.Error);
        Assert.Contains("said by the application", end.Detail);
        Assert.Equal(0, ours.Statistics.ProtocolErrors);
        await other.SendAsync(Wire.Frame([2]));
        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 2);
        Assert.Equal(1, ours.Statistics.Connections);
    }

    [Fact]
    public async Task One_that_takes_its_time_slows_its_own_peer_only()
    {
        var first = new TaskCompletionSource();
        var received = new System.Collections.Concurrent.ConcurrentQueue<byte>();
        await using var ours = new OurSocket(SocketType.Pull, null, async message =>
        {
            received.Enqueue(message[0].Span[0]);
            await (message[0].Span[0] == 1 ? first.Task : Task.CompletedTask);
        });
        var endpoint = await ours.BindAsync();
        using var slow = await RawPeer.ReadyAsync(endpoint, "PUSH");
        using var other = await RawPeer.ReadyAsync(endpoint, "PUSH");

        await slow.SendAsync((byte[])[.. Wire.Frame([1]), .. Wire.Frame([2])]);
        await Within.TrueAsync(() => !received.IsEmpty);
        await other.SendAsync((byte[])[.. Wire.Frame([3]), .. Wire.Frame([4])]);
        await Within.TrueAsync(() => received.Count == 3);
        Assert.Equal<byte[]>([1, 3, 4], [.. received]);

        first.SetResult();
        await Within.TrueAsync(() => received.Count == 4);
        Assert.Equal<byte[]>([1, 3, 4, 2], [.. received]);
    }

    [Fact]
    public async Task One_gets_what_it_could_not_ask_for()
    {
        await using var ours = new OurSocket(SocketType.Pull, null, _ => default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ours.ReceiveAsync());
        Assert.Throws<InvalidOperationException>(() => ours.Socket.TryReceive(out _));
    }

    [Fact]
    public async Task What_it_keeps_stays_as_it_was()
    {
        var kept = new List<Multipart>();
        await using var ours = new OurSocket(SocketType.Pull, null, message =>
        {
            kept.Add(message);
            return default;
        });
        await using var push = new OurSocket(SocketType.Push);
        push.Connect(await ours.BindAsync());

        for (var i = 0; i < 5000; i++)
        {
            await push.SendAsync(Content.Numbered(i, 8 + (i % 300)));
        }

        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 5000);
        Assert.All(kept.Select((message, number) => (message, number)), entry => Assert.Equal(entry.number, Content.NumberOf(entry.message)));
    }

    [Fact]
    public async Task A_callback_that_throws_changes_nothing()
    {
        var ours = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { OnEvent = _ => throw new InvalidOperationException("no") });
        var endpoint = await ours.BindAsync();
        using (var hostile = await RawPeer.ConnectAsync(endpoint))
        {
            await hostile.SendAsync(new byte[10]);
            await hostile.ReadToEndAsync();
        }

        using (var peer = await RawPeer.ReadyAsync(endpoint, "DEALER"))
        {
            await peer.SendAsync(Wire.Frame([1]));
            Assert.Equal(["01"], await ours.ReceiveAsync());
        }

        await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        Assert.Equal(0, ours.Statistics.Connections);
        await ours.DisposeAsync().LimitAsync();
    }

    /// <summary>A publisher that publishes what it had to drop, and drops that.</summary>
    [Fact]
    public async Task A_callback_may_send_on_the_socket_it_is_about()
    {
        OurSocket pub = null!;
        var reported = 0;
        await using var ours = pub = new OurSocket(SocketType.Pub, new ZmtpSocketOptions
        {
            SendHighWaterMark = 2,
            Linger = TimeSpan.Zero,
            OnEvent = happened =>
            {
                if (happened.Kind == ZmtpEventKind.Dropped && reported++ < 50)
                {
                    pub.Socket.TrySend(Content.Numbered(reported, 50_000));
                }
            },
        });
        var endpoint = await ours.BindAsync();
        var deaf = new List<RawPeer>();
        for (var i = 0; i < 5; i++)
        {
            var peer = await RawPeer.ReadyAsync(endpoint, "SUB", receiveBuffer: 4096);
            await peer.SendAsync(Wire.Command("SUBSCRIBE"));
            deaf.Add(peer);
        }

        while (reported < 50)
        {
            await ours.SendAsync(Content.Numbered(0, 50_000));
        }

        await Within.TrueAsync(() => ours.Statistics.Connections == 5);
        deaf.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task One_may_complete_what_another_waits_for()
    {
        var gate = new TaskCompletionSource(); // runs what waits for it within the one that completes it
        OurSocket router = null!;
        await using var ours = router = new OurSocket(SocketType.Router, null, async message =>
        {
            if (message[1].Span[0] == 1)
            {
                await gate.Task.ConfigureAwait(false);
            }

            await router.Socket.SendAsync(message);
            if (message[1].Span[0] == 2)
            {
                gate.TrySetResult();
                await router.Socket.SendAsync(message);
            }
        });
        var endpoint = await ours.BindAsync();
        using var waiting = await RawPeer.ReadyAsync(endpoint, "DEALER");
        using var releasing = await RawPeer.ReadyAsync(endpoint, "DEALER");

        await waiting.SendAsync((byte[])[.. Wire.Frame([1]), .. Wire.Frame([3])]);
        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 1);
        await releasing.SendAsync(Wire.Frame([2]));

        Assert.Equal([2], await releasing.ReadFrameAsync());
        Assert.Equal([2], await releasing.ReadFrameAsync());
        Assert.Equal([1], await waiting.ReadFrameAsync());
        Assert.Equal([3], await waiting.ReadFrameAsync());
    }
}
