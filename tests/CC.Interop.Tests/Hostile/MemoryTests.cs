using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Hostile;

/// <summary>Whatever a peer does, the memory stays within limits.</summary>
[Collection(Alone.Name)]
public sealed class MemoryTests
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task What_is_announced_takes_no_memory_before_it_comes()
    {
        await using var ours = new OurSocket(SocketType.Router);
        var endpoint = await ours.BindAsync();
        var before = Heap.Live;
        var peers = new List<RawPeer>();
        for (var i = 0; i < 200; i++)
        {
            var peer = await RawPeer.ReadyAsync(endpoint, "DEALER");
            await peer.SendAsync(Wire.LongHeader(2, 200 * MiB));
            await peer.SendAsync(new byte[100]);
            peers.Add(peer);
        }

        await Within.TrueAsync(() => ours.Statistics.Connections == 200);
        await Heap.AssertGrowthAsync(before, 8 * MiB);
        peers.ForEach(peer => peer.Dispose());
    }

    /// <summary>
    /// By <c>ipc</c>: a peer whose receive buffer is full drops TCP segments without a look at the window they tell of, so that what it sends itself goes on
    /// with the kernel's retransmissions only, which come after minutes at last.
    /// </summary>
    [Fact]
    public async Task Answers_that_nobody_reads_take_no_memory()
    {
        await using var ours = new OurSocket(SocketType.Router, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
        using var hostile = await RawPeer.ReadyAsync(await ours.BindAsync(Endpoints.New("ipc")), "DEALER");
        var pings = Enumerable.Repeat(Wire.Command("PING", new byte[18]), 10_000).SelectMany(ping => ping).ToArray();
        var before = Heap.Live;

        for (var i = 0; i < 200; i++)
        {
            await hostile.SendAsync(pings);
        }

        await Heap.AssertGrowthAsync(before, 4 * MiB);
        Assert.Equal(1, ours.Statistics.Connections);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    public async Task Endless_subscriptions_are_cut_off_and_forgotten(int prefixLength)
    {
        await using var ours = new OurSocket(SocketType.Pub);
        using var hostile = await RawPeer.ReadyAsync(await ours.BindAsync(), "SUB");
        var before = Heap.Live;
        var peak = 0L;

        await Task.Run(async () =>
        {
            for (var i = 0; await hostile.TrySendAsync(Subscriptions(i, prefixLength)); i++)
            {
                peak = i % 20 == 0 ? Math.Max(peak, Heap.Live - before) : peak;
            }
        }, TestContext.Current.CancellationToken);

        Assert.Equal(ZmtpError.TooManySubscriptions, (await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
        Assert.Equal(1, ours.Statistics.ProtocolErrors);
        Assert.InRange(peak, 0, 96 * MiB);
        await Heap.AssertGrowthAsync(before, 8 * MiB); // the test's own last piece included
    }

    [Fact]
    public async Task Cancelling_what_was_never_subscribed_to_earns_no_room_for_more()
    {
        await using var ours = new OurSocket(SocketType.Pub);
        using var hostile = await RawPeer.ReadyAsync(await ours.BindAsync(), "SUB");
        var cancel = Enumerable.Repeat(Wire.Command("CANCEL", new byte[60_000]), 50).SelectMany(octets => octets).ToArray();
        for (var i = 0; i < 50; i++)
        {
            await hostile.SendAsync(cancel);
        }

        var subscriptions = 0;
        while (subscriptions < 10_000 && await hostile.TrySendAsync(Subscriptions(subscriptions, 60_000, count: 10)))
        {
            subscriptions += 10;
        }

        Assert.Equal(ZmtpError.TooManySubscriptions, (await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
        Assert.InRange(subscriptions, 500, 2000);
    }

    [Fact]
    public async Task A_busy_peer_waits_when_nobody_takes_its_messages()
    {
        await using var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ReceiveHighWaterMark = 10, Linger = TimeSpan.Zero });
        using var busy = await RawPeer.ReadyAsync(await ours.BindAsync(), "PUSH");
        var before = Heap.Live;
        var message = Wire.Frame(new byte[100_000]);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await busy.SendAsync(message);
            }
        }, TestContext.Current.CancellationToken);

        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 10);
        await Heap.AssertGrowthAsync(before, 4 * MiB);
        Assert.False(sending.IsCompleted);

        for (var i = 0; i < 1000; i++)
        {
            await ours.ReceiveAsync();
        }

        await sending;
    }

    [Fact]
    public async Task Large_messages_that_nobody_takes_are_let_in_up_to_a_mark_in_octets()
    {
        await using var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ReceiveHighWaterOctets = 10 * MiB, Linger = TimeSpan.Zero });
        using var busy = await RawPeer.ReadyAsync(await ours.BindAsync(), "PUSH");
        var message = Wire.Frame(new byte[4 * MiB]);
        var before = Heap.Live;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await busy.SendAsync(message);
            }
        }, TestContext.Current.CancellationToken);

        await Within.TrueAsync(() => ours.Statistics.MessagesReceived == 3);
        await Heap.AssertGrowthAsync(before, 18 * MiB); // the three, and what of the next had come along
        Assert.False(sending.IsCompleted);
        Assert.Equal(3, ours.Statistics.MessagesReceived);

        for (var i = 0; i < 20; i++)
        {
            await ours.ReceiveMessageAsync();
        }

        await sending;
    }

    [Fact]
    public async Task Whoever_overdraws_the_budget_of_unfinished_messages_is_cut_off_and_others_are_served()
    {
        await using var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { UnfinishedBudget = 50 * MiB, Linger = TimeSpan.Zero });
        var endpoint = await ours.BindAsync();
        var octets = new byte[15 * MiB];
        var before = Heap.Live;
        var hostile = new List<RawPeer>();
        for (var i = 0; i < 12; i++)
        {
            var peer = await RawPeer.ReadyAsync(endpoint, "PUSH");
            await peer.SendAsync(Wire.LongHeader(2, 200 * MiB));
            await peer.TrySendAsync(octets);
            hostile.Add(peer);
        }

        await Within.TrueAsync(() => ours.Statistics.Ended.GetValueOrDefault(ZmtpError.BudgetExhausted) >= 9);
        await Heap.AssertGrowthAsync(before, (50 + 12) * MiB);
        using var honest = await RawPeer.ReadyAsync(endpoint, "PUSH");
        await honest.SendAsync(Wire.Frame(new byte[MiB / 2]));
        await ours.ReceiveMessageAsync();
        hostile.ForEach(peer => peer.Dispose());
        await Within.TrueAsync(() => ours.Statistics.Connections == 1);
        await Heap.AssertGrowthAsync(before, 20 * MiB);
    }

    [Fact]
    public async Task Changes_of_subscriptions_that_a_publisher_does_not_read_take_no_memory()
    {
        var (listener, endpoint) = RawPeer.Listen();
        await using var ours = new OurSocket(SocketType.Sub, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
        ours.Connect(endpoint);
        using var publisher = await RawPeer.AcceptAsync(listener);
        await publisher.GreetAsync("PUB");
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);
        ours.Socket.Subscribe(new byte[8 * MiB]); // the connection is full of it
        await Task.Delay(200, TestContext.Current.CancellationToken);
        var before = Heap.Live;

        for (var i = 0; i < 200_000; i++)
        {
            ours.Socket.Subscribe(BitConverter.GetBytes(i));
            ours.Socket.Unsubscribe(BitConverter.GetBytes(i));
        }

        await Heap.AssertGrowthAsync(before, 4 * MiB);
        listener.Dispose();
    }

    [Fact]
    public async Task The_cancellations_of_one_that_has_left_do_not_all_wait_for_the_application()
    {
        await using var ours = new OurSocket(SocketType.XPub, new ZmtpSocketOptions { ReceiveHighWaterMark = 10, Linger = TimeSpan.Zero });
        var endpoint = await ours.BindAsync();
        using var leaving = await RawPeer.ReadyAsync(endpoint, "SUB");
        for (var i = 0; i < 50; i++)
        {
            await leaving.SendAsync(Subscriptions(i, 0));
            for (var taken = 0; taken < 100; taken++)
            {
                await ours.ReceiveMessageAsync();
            }
        }

        leaving.Dispose();
        await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        using var staying = await RawPeer.ReadyAsync(endpoint, "SUB");
        await staying.SendAsync(Wire.Command("SUBSCRIBE", BitConverter.GetBytes(4000L)));
        await staying.SendAsync(Wire.Command("SUBSCRIBE", "new"u8));

        var told = new List<string>();
        while (told.Count < 5000)
        {
            told.Add((await ours.ReceiveAsync())[0]);
        }

        // What the one who stays wants as well is neither cancelled nor announced.
        Assert.Equal(4999, told.Count(one => one.StartsWith("00", StringComparison.Ordinal)));
        Assert.Equal("016e6577", told.Single(one => one.StartsWith("01", StringComparison.Ordinal)));
        Assert.DoesNotContain("00" + Convert.ToHexStringLower(BitConverter.GetBytes(4000L)), told);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(ours.Socket.TryReceive(out _));
    }

    [Fact]
    public async Task A_subscriber_that_comes_back_has_its_whole_quota_again()
    {
        var (listener, endpoint) = RawPeer.Listen();
        await using var ours = new OurSocket(SocketType.Pub, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
        ours.Connect(endpoint);
        for (var round = 1; round <= 2; round++)
        {
            var before = ours.Statistics.MessagesSent;
            using var subscriber = await RawPeer.AcceptAsync(listener);
            await subscriber.GreetAsync("SUB");
            for (var i = 0; i < 70; i++)
            {
                await subscriber.SendAsync(Subscriptions(i, 60_000, count: 10));
            }

            await subscriber.SendAsync(Wire.Command("SUBSCRIBE", "end"u8));
            await Within.TrueAsync(() => ours.Socket.TrySend(Content.Decode(Content.Spell("end"))) && ours.Statistics.MessagesSent > before);
            subscriber.CloseWrite();
            await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected, round);
        }

        Assert.Equal(0, ours.Statistics.ProtocolErrors);
        listener.Dispose();
    }

    private static byte[] Subscriptions(int round, int prefixLength, int count = 100)
    {
        var octets = new List<byte>();
        var prefix = new byte[8 + prefixLength];
        for (var i = 0; i < count; i++)
        {
            BitConverter.TryWriteBytes(prefix, ((long)round * count) + i);
            octets.AddRange(Wire.Command("SUBSCRIBE", prefix));
        }

        return [.. octets];
    }
}
