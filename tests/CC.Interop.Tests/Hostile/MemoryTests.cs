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

    [Fact]
    public async Task Answers_that_nobody_reads_take_no_memory()
    {
        await using var ours = new OurSocket(SocketType.Router, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
        using var hostile = await RawPeer.ReadyAsync(await ours.BindAsync(), "DEALER", receiveBuffer: 4096);
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
