using System.Net.Sockets;
using CC.Interop.Tests.Support;
using CC.Zmtp;
using SocketType = CC.Zmtp.SocketType;

namespace CC.Interop.Tests.Behaviour;

/// <summary>Whoever answers at the address of one that has left need not be the same.</summary>
public sealed class OtherPeerTests
{
    private static readonly string Name = Content.Spell("one")[0];

    [Fact]
    public async Task A_ROUTER_gives_no_peer_the_messages_of_another()
    {
        var (listener, endpoint) = RawPeer.Listen();
        await using var router = new OurSocket(SocketType.Router, new ZmtpSocketOptions { SendHighWaterMark = 0, Linger = TimeSpan.Zero });
        router.Connect(endpoint);
        var queued = await FillAsync(router, listener);

        using var other = await RawPeer.AcceptAsync(listener);
        await other.GreetAsync("DEALER", "other");
        await router.Events.WaitForAsync(ZmtpEventKind.Connected, 2);
        await router.SendAsync(Content.Spell("other", "for the other"));

        Assert.Equal("for the other", System.Text.Encoding.ASCII.GetString(await other.ReadFrameAsync()));
        await Within.TrueAsync(() => router.Dropped(DropReason.ConnectionLost) + router.Statistics.MessagesSent == queued + 1); // The last is counted a moment after it has left.
        Assert.True(router.Dropped(DropReason.ConnectionLost) > 0);
        listener.Dispose();
    }

    [Fact]
    public async Task A_ROUTER_keeps_the_messages_for_a_peer_that_comes_back()
    {
        var (listener, endpoint) = RawPeer.Listen();
        await using var router = new OurSocket(SocketType.Router, new ZmtpSocketOptions { SendHighWaterMark = 0, Linger = TimeSpan.Zero });
        router.Connect(endpoint);
        await FillAsync(router, listener);

        using var again = await RawPeer.AcceptAsync(listener);
        await again.GreetAsync("DEALER", "one");

        Assert.Equal(100_000, (await again.ReadFrameAsync()).Length);
        listener.Dispose();
    }

    /// <summary>Sends the first peer more than it takes, and lets it die.</summary>
    private static async Task<int> FillAsync(OurSocket router, Socket listener)
    {
        const int Queued = 200;
        using var first = await RawPeer.AcceptAsync(listener);
        await first.GreetAsync("DEALER", "one");
        await router.Events.WaitForAsync(ZmtpEventKind.Connected);
        for (var i = 0; i < Queued; i++)
        {
            await router.SendAsync(Content.Decode(Name, Content.OfSize(100_000)));
        }

        first.Reset();
        await router.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        return Queued;
    }
}
