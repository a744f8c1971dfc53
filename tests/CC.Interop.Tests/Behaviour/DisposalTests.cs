using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>A socket ends when it is told to, whatever it was doing, and nothing of it goes on.</summary>
public sealed class DisposalTests
{
    private static readonly string[] Text = Content.Spell("text");

    [Fact]
    public async Task Ends_a_receive_that_waits()
    {
        var ours = new OurSocket(SocketType.Pull);
        var receiving = ours.Socket.ReceiveAsync(TestContext.Current.CancellationToken).AsTask();

        await ours.DisposeAsync().LimitAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiving.LimitAsync());
    }

    [Fact]
    public async Task Ends_a_send_that_waits()
    {
        var ours = new OurSocket(SocketType.Push);
        var sending = ours.Socket.SendAsync(Content.Decode(Text), TestContext.Current.CancellationToken).AsTask();

        await ours.DisposeAsync().LimitAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sending.LimitAsync());
    }

    [Fact]
    public async Task Leaves_nothing_that_could_be_called()
    {
        var ours = new OurSocket(SocketType.Sub);
        await ours.DisposeAsync();
        var push = new OurSocket(SocketType.Push);
        await push.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => ours.BindAsync());
        Assert.Throws<ObjectDisposedException>(() => ours.Connect("tcp://127.0.0.1:5000"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ours.ReceiveAsync());
        Assert.Throws<ObjectDisposedException>(() => ours.Socket.TryReceive(out _));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => push.SendAsync(Text));
        Assert.Throws<ObjectDisposedException>(() => push.Socket.TrySend(Content.Decode(Text)));
        Assert.False(await ours.Socket.UnbindAsync("tcp://127.0.0.1:5000"));
        Assert.Equal(0, ours.Statistics.Connections);
        await ours.DisposeAsync();
    }

    [Fact]
    public async Task Asked_for_twice_at_once_is_done_once_and_waited_for_by_both()
    {
        var released = new TaskCompletionSource();
        var ours = new OurSocket(SocketType.Pull, null, _ => new ValueTask(released.Task));
        using var peer = await RawPeer.ReadyAsync(await ours.BindAsync(), "PUSH");
        await peer.SendAsync(Wire.Frame([1]));
        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 1);
        peer.Dispose();

        var first = ours.DisposeAsync().AsTask();
        var second = ours.DisposeAsync().AsTask();
        Assert.False(second.IsCompleted);

        released.SetResult();
        await Task.WhenAll(first, second).LimitAsync();
    }

    [Fact]
    public async Task Does_not_wait_for_a_handshake()
    {
        var (listener, endpoint) = RawPeer.Listen();
        using var listening = listener;
        var ours = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
        ours.Connect(endpoint);
        using var silent = await RawPeer.AcceptAsync(listener);
        using var stranger = await RawPeer.ConnectAsync(await ours.BindAsync());
        await stranger.ReadExactlyAsync(10);

        await ours.DisposeAsync().LimitAsync();

        await silent.ReadToEndAsync();
        await stranger.ReadToEndAsync();
        Assert.All(ours.Events.Of(ZmtpEventKind.HandshakeFailed), failure => Assert.Null(failure.Error));
    }

    [Fact]
    public async Task Does_not_wait_for_the_application_to_take_what_came()
    {
        var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ReceiveHighWaterMark = 3 });
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
        push.Connect(await ours.BindAsync());
        for (var i = 0; i < 100; i++)
        {
            await push.SendAsync(Text);
        }

        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 3);

        await ours.DisposeAsync().LimitAsync();
    }

    [Fact]
    public async Task Of_a_connection_does_not_wait_for_the_application_to_take_what_came()
    {
        await using var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ReceiveHighWaterMark = 3 });
        await using var push = new OurSocket(SocketType.Push);
        var endpoint = await push.BindAsync();
        ours.Connect(endpoint);
        for (var i = 0; i < 100; i++)
        {
            await push.SendAsync(Content.Numbered(i));
        }

        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 3);

        Assert.True(await ours.Socket.DisconnectAsync(endpoint).LimitAsync());

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(i, Content.NumberOf(await ours.ReceiveMessageAsync()));
        }
    }

    [Fact]
    public async Task Waits_for_a_handler_and_calls_none_afterwards()
    {
        var entered = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        var calls = 0;
        var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { Linger = TimeSpan.Zero }, async _ =>
        {
            Interlocked.Increment(ref calls);
            entered.TrySetResult();
            await released.Task;
        });
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
        push.Connect(await ours.BindAsync());
        for (var i = 0; i < 10; i++)
        {
            await push.SendAsync(Text);
        }

        await entered.Task.LimitAsync();
        var disposing = ours.DisposeAsync().AsTask();
        await push.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        Assert.False(disposing.IsCompleted);
        released.SetResult();
        await disposing.LimitAsync();

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Frees_a_handler_that_waits_to_send()
    {
        OurSocket dealer = null!;
        Exception? thrown = null;
        var ours = dealer = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { SendHighWaterMark = 2, Linger = TimeSpan.Zero }, async message =>
        {
            thrown = await Record.ExceptionAsync(async () =>
            {
                while (true)
                {
                    await dealer.SendAsync(Content.Numbered(0, 100_000));
                }
            });
        });
        using var deaf = await RawPeer.ReadyAsync(await ours.BindAsync(), "DEALER", receiveBuffer: 4096);
        await deaf.SendAsync(Wire.Frame([1]));
        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 1);

        await ours.DisposeAsync().LimitAsync();

        Assert.IsType<ObjectDisposedException>(thrown);
    }

    /// <summary>Requests that still come in while a server closes must not cost the answers that it has given.</summary>
    [Fact]
    public async Task Sends_all_answers_that_were_given_although_requests_go_on()
    {
        for (var round = 0; round < 20; round++)
        {
            OurSocket router = null!;
            var answered = 0;
            var ours = router = new OurSocket(SocketType.Router, new ZmtpSocketOptions { Linger = Within.Limit, SendHighWaterMark = 0 }, async message =>
            {
                await router.Socket.SendAsync(message);
                answered++;
            });
            await using var dealer = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { ReceiveHighWaterMark = 0, Linger = TimeSpan.Zero });
            dealer.Connect(await ours.BindAsync());
            using var stop = new CancellationTokenSource();
            var asking = Task.Run(async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    await dealer.Socket.SendAsync(Content.Numbered(i), stop.Token);
                }
            }, TestContext.Current.CancellationToken);
            await Within.TrueAsync(() => dealer.Statistics.MessagesReceived > 1000);

            await ours.DisposeAsync().LimitAsync();

            await dealer.Events.WaitForAsync(ZmtpEventKind.Disconnected);
            Assert.Equal(answered, dealer.Statistics.MessagesReceived);
            await stop.CancelAsync();
            await Record.ExceptionAsync(() => asking);
        }
    }

    [Fact]
    public async Task With_a_peer_that_never_came_takes_the_linger_time_and_counts_what_waited()
    {
        var ours = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = TimeSpan.FromMilliseconds(50) });
        ours.Connect(Endpoints.New("inproc"));
        for (var i = 0; i < 10; i++)
        {
            await ours.SendAsync(Text);
        }

        await ours.DisposeAsync().LimitAsync();

        Assert.Equal(10, ours.Dropped(DropReason.ConnectionLost));
    }

    [Fact]
    public async Task With_a_peer_that_comes_in_time_sends_what_waited()
    {
        var endpoint = Endpoints.New("ipc");
        var ours = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = Within.Limit });
        ours.Connect(endpoint);
        await ours.SendAsync(Text);

        var disposing = ours.DisposeAsync().AsTask();
        await using var pull = new OurSocket(SocketType.Pull);
        await pull.BindAsync(endpoint);

        Assert.Equal(Text, await pull.ReceiveAsync());
        await disposing.LimitAsync();
        Assert.Empty(ours.Statistics.Dropped);
    }

    [Fact]
    public async Task With_a_peer_that_does_not_read_takes_the_linger_time_and_counts_what_waited()
    {
        var ours = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = TimeSpan.FromMilliseconds(50), SendHighWaterMark = 0 });
        using var deaf = await RawPeer.ReadyAsync(await ours.BindAsync(), "PULL", receiveBuffer: 4096);
        for (var i = 0; i < 20; i++)
        {
            await ours.SendAsync(Content.Numbered(i, 1_000_000));
        }

        await ours.DisposeAsync().LimitAsync();

        Assert.Equal(20, ours.Statistics.MessagesSent + ours.Dropped(DropReason.ConnectionLost));
        Assert.True(ours.Dropped(DropReason.ConnectionLost) > 0);
    }

    /// <summary>64 MiB take a slow reader a while.</summary>
    [Fact]
    public async Task Sends_a_frame_of_64_MiB_to_a_slow_peer_to_its_end()
    {
        const int Size = 64 * 1024 * 1024;
        var ours = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = Within.Limit });
        using var slow = await RawPeer.ReadyAsync(await ours.BindAsync(), "PULL", receiveBuffer: 64 * 1024);
        await ours.SendAsync(Content.Numbered(0, Size));

        var disposing = ours.DisposeAsync().AsTask();
        Assert.Equal(Size, (await slow.ReadFrameAsync()).Length);
        Assert.Empty(await slow.ReadToEndAsync());
        slow.Dispose();

        await disposing.LimitAsync();
        Assert.Empty(ours.Statistics.Dropped);
    }

    [Fact]
    public async Task While_endpoints_come_and_go_leaves_none_behind()
    {
        for (var round = 0; round < 20; round++)
        {
            var ours = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
            var paths = new System.Collections.Concurrent.ConcurrentBag<string>();
            var begun = new SemaphoreSlim(0);
            var busy = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    var path = Endpoints.NewPath();
                    paths.Add(path);
                    begun.Release();
                    await ours.BindAsync($"ipc://{path}");
                    ours.Connect($"ipc://{path}");
                }
            }, TestContext.Current.CancellationToken)).ToArray();
            for (var i = 0; i < round; i++)
            {
                await begun.WaitAsync(TestContext.Current.CancellationToken).LimitAsync();
            }

            await ours.DisposeAsync().LimitAsync();

            foreach (var task in busy)
            {
                var thrown = await Record.ExceptionAsync(() => task.LimitAsync());
                Assert.True(thrown is null or ObjectDisposedException, $"{thrown}");
            }

            Assert.All(paths, path => Assert.False(File.Exists(path), path));
            Assert.Equal(0, ours.Statistics.Connections);
        }
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    [InlineData("inproc")]
    public async Task Of_both_sides_at_once_is_no_matter(string transport)
    {
        for (var round = 0; round < 50; round++)
        {
            var one = new OurSocket(SocketType.Dealer);
            var other = new OurSocket(SocketType.Dealer);
            other.Connect(await one.BindAsync(Endpoints.New(transport)));
            for (var i = 0; i < 20; i++)
            {
                await one.SendAsync(Text);
                await other.SendAsync(Text);
            }

            await Task.WhenAll(one.DisposeAsync().AsTask(), other.DisposeAsync().AsTask()).LimitAsync();
        }
    }

    [Fact]
    public async Task Is_told_to_the_peer_as_an_orderly_end()
    {
        var ours = new OurSocket(SocketType.Push);
        await using var pull = new OurSocket(SocketType.Pull);
        pull.Connect(await ours.BindAsync());
        await pull.Events.WaitForAsync(ZmtpEventKind.Connected);

        await ours.DisposeAsync();

        Assert.Null((await pull.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
        Assert.Null((await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
    }

    [Fact]
    public async Task Of_an_XPUB_whose_application_does_not_listen_ends()
    {
        var ours = new OurSocket(SocketType.XPub, new ZmtpSocketOptions { ReceiveHighWaterMark = 3 });
        using var subscriber = await RawPeer.ReadyAsync(await ours.BindAsync(), "SUB");
        for (var i = 0; i < 100; i++)
        {
            await subscriber.SendAsync(Wire.Command("SUBSCRIBE", (byte)i));
        }

        await Within.TrueAsync(() => ours.Socket.TryReceive(out _));
        subscriber.Reset();

        await ours.DisposeAsync().LimitAsync();
    }

    [Theory]
    [InlineData(-1, 900, 5000)]
    [InlineData(20_000, 900, 5000)]
    [InlineData(600, 200, 580)]
    public async Task A_peer_that_does_not_hang_up_is_not_waited_for_once_it_has_been_sent_everything(int linger, int atLeast, int atMost)
    {
        var ours = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = TimeSpan.FromMilliseconds(linger) });
        using var peer = await RawPeer.ReadyAsync(await ours.BindAsync(), "PULL");
        await ours.SendAsync("01");
        await Within.TrueAsync(() => ours.Statistics.MessagesSent == 1);

        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await ours.DisposeAsync().LimitAsync();

        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds, atLeast, atMost);
        Assert.Equal([1], await peer.ReadFrameAsync());
    }
}
