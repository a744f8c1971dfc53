using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>Ten thousand connections leave nothing behind: no memory, no descriptors, no threads.</summary>
[Collection(Alone.Name)]
public sealed class EnduranceTests
{
    private const int Connections = 10_000;
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task Of_peers_that_come_and_go()
    {
        await using var ours = EchoingRouter(out var endpoint);
        var bound = await endpoint;
        await ComeAndGoAsync(bound, 200);
        await Within.TrueAsync(() => ours.Statistics.Connections == 0);
        var before = Usage.Now;

        await ComeAndGoAsync(bound, Connections);

        await Within.TrueAsync(() => ours.Statistics.Connections == 0);
        Assert.Equal(200 + Connections, ours.Statistics.Connected);
        Assert.Equal(200 + Connections, ours.Statistics.MessagesReceived);
        await Usage.AssertGrowthAsync(before);
    }

    [Fact]
    public async Task Of_libzmq_that_comes_and_goes()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = EchoingRouter(out var endpoint);
        var bound = await endpoint;
        Assert.Equal(200, await peer.ChurnAsync(bound, "DEALER", 200));
        await Within.TrueAsync(() => ours.Statistics.Connections == 0);
        var before = Usage.Now;

        Assert.Equal(Connections, await peer.ChurnAsync(bound, "DEALER", Connections));

        await Within.TrueAsync(() => ours.Statistics.Connections == 0);
        await Usage.AssertGrowthAsync(before);
    }

    [Fact]
    public async Task Of_sockets_that_are_made_and_disposed()
    {
        await using var ours = EchoingRouter(out var endpoint);
        var bound = await endpoint;
        await MakeAndDisposeAsync(bound, 200);
        var before = Usage.Now;

        await MakeAndDisposeAsync(bound, Connections);

        await Within.TrueAsync(() => ours.Statistics.Connections == 0);
        await Usage.AssertGrowthAsync(before);
    }

    [Fact]
    public async Task Of_one_socket_that_is_thrown_out_again_and_again()
    {
        const int Reconnects = 2000;
        var (listener, endpoint) = RawPeer.Listen();
        using var listening = listener;
        await using var ours = new ZmtpSocket(SocketType.Dealer, new ZmtpSocketOptions { ReconnectDelay = TimeSpan.FromMilliseconds(1), ReconnectDelayMax = TimeSpan.FromMilliseconds(1) });
        ours.Connect(endpoint);
        await ThrowOutAsync(listener, 100);
        var before = Usage.Now;

        await ThrowOutAsync(listener, Reconnects);

        await Usage.AssertGrowthAsync(before);
    }

    private static OurSocket EchoingRouter(out Task<string> endpoint)
    {
        OurSocket router = null!;
        var ours = router = new OurSocket(SocketType.Router, null, message => router.Socket.SendAsync(message));
        endpoint = ours.BindAsync();
        return ours;
    }

    private static async Task ComeAndGoAsync(string endpoint, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var peer = await RawPeer.ReadyAsync(endpoint, "DEALER");
            await peer.SendAsync(Wire.Frame([1, 2, 3]));
            Assert.Equal([1, 2, 3], await peer.ReadFrameAsync());
        }
    }

    private static async Task MakeAndDisposeAsync(string endpoint, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await using var dealer = new ZmtpSocket(SocketType.Dealer);
            dealer.Connect(endpoint);
            await dealer.SendAsync(Content.Numbered(i));
            Assert.Equal(i, Content.NumberOf(await dealer.ReceiveAsync().LimitAsync()));
        }
    }

    private static async Task ThrowOutAsync(System.Net.Sockets.Socket listener, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var peer = await RawPeer.AcceptAsync(listener);
            await peer.GreetAsync("ROUTER");
        }
    }

    /// <summary>What the process holds.</summary>
    private sealed record Usage(long Heap, int Descriptors, int Threads)
    {
        public static Usage Now => new(GC.GetTotalMemory(forceFullCollection: true), Directory.GetFileSystemEntries("/proc/self/fd").Length, Directory.GetDirectories("/proc/self/task").Length);

        /// <summary>The log of events grows with them, by about 100 octets each; anything that a connection left would weigh thousands.</summary>
        public static async Task AssertGrowthAsync(Usage since)
        {
            var now = Now;
            await Within.TrueAsync(
                () => (now = Now).Heap - since.Heap <= 6 * MiB && now.Descriptors - since.Descriptors <= 20 && now.Threads - since.Threads <= 20,
                () => $"From {since} to {now}.");
        }
    }
}
