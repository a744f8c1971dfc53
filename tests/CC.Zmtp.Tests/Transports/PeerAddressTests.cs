using System.Net;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Tests.Transports;

public sealed class PeerAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.3.2.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:127.3.2.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    public void Loopback_addresses_are_local(string address, bool isLocal) =>
        Assert.Equal(isLocal, PeerAddress.IsLocal(new IPEndPoint(IPAddress.Parse(address), 1)));

    [Fact]
    public void What_has_no_address_is_not() => Assert.False(PeerAddress.IsLocal(null));

    [Theory]
    [InlineData("tcp://127.0.0.1:*")]
    [InlineData("ipc://@cc-peer-address-tests")]
    [InlineData("inproc://peer-address-tests")]
    public async Task A_router_tells_a_local_peer_by_its_identity(string endpoint)
    {
        var asked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        ZmtpSocket? router = null;
        router = new ZmtpSocket(SocketType.Router, null, message =>
        {
            message.Pop(out var identity);
            asked.TrySetResult(router!.IsLocalPeer(identity.Span));
            return default;
        });
        await using var bound = router;
        await using var dealer = new ZmtpSocket(SocketType.Dealer);
        dealer.Connect(await router.BindAsync(endpoint));

        await dealer.SendAsync(CC.Frames.Multipart.Create("x"));

        Assert.True(await asked.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(router.IsLocalPeer("nobody"u8));
    }

    [Fact]
    public void Others_do_not_tell_their_peers_apart() =>
        Assert.Throws<InvalidOperationException>(() => new ZmtpSocket(SocketType.Dealer).IsLocalPeer("x"u8));
}
