using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Libzmq;

/// <summary>The mechanism PLAIN with libzmq in both roles (RFC 24).</summary>
public sealed class PlainTests
{
    [Fact]
    public async Task Our_server_lets_in_who_knows_the_password()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Router, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainServer("admin", "secret") });
        await peer.OpenAsync("theirs", "DEALER", ("PLAIN_USERNAME", "admin"), ("PLAIN_PASSWORD", "secret"));
        await peer.ConnectAsync("theirs", await ours.BindAsync());

        await peer.SendAsync("theirs", Content.Spell("hello"));

        Assert.Equal(Content.Spell("hello"), (await ours.ReceiveAsync())[1..]);
    }

    [Fact]
    public async Task Our_server_refuses_who_does_not()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Router, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainServer("admin", "secret") });
        await peer.OpenAsync("theirs", "DEALER", ("PLAIN_USERNAME", "admin"), ("PLAIN_PASSWORD", "guess"));
        await peer.ConnectAsync("theirs", await ours.BindAsync());

        var failure = await ours.Events.WaitForAsync(ZmtpEventKind.HandshakeFailed);

        Assert.Equal(ZmtpError.AuthenticationFailed, failure.Error);
        Assert.Equal(0, ours.Statistics.Connected);
        Assert.True(ours.Statistics.HandshakesFailed > 0);
    }

    [Fact]
    public async Task Our_server_refuses_who_asks_for_no_security()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Router, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainServer("admin", "secret") });
        await peer.OpenAsync("theirs", "DEALER");
        await peer.ConnectAsync("theirs", await ours.BindAsync());

        // Now and then libzmq hangs up before it has told its own mechanism; but it tries again.
        await Within.TrueAsync(() => ours.Events.Of(ZmtpEventKind.HandshakeFailed).Any(failure => failure.Error == ZmtpError.MechanismMismatch));
        Assert.Equal(0, ours.Statistics.Connected);
    }

    [Fact]
    public async Task Our_client_gets_in_with_the_password()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await peer.OpenAsync("theirs", "DEALER", ("PLAIN_SERVER", 1));
        await using var ours = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainClient("admin", "secret") });
        ours.Connect(await peer.BindAsync("theirs", "tcp://127.0.0.1:*"));

        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);

        await ours.SendAsync(Content.Spell("hello"));
        Assert.Equal(Content.Spell("hello"), await peer.ReceiveAsync("theirs"));
    }

    /// <summary>RFC 37, "Error Handling": not again with the same credentials.</summary>
    [Fact]
    public async Task Our_client_takes_a_refusal_for_an_answer()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await peer.OpenAsync("theirs", "DEALER", ("PLAIN_SERVER", 1));
        await using var ours = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainClient("admin", "guess"), Linger = Within.Limit });
        Assert.True(ours.Socket.TrySend(Content.Decode(Content.Spell("never sent"))) is false);
        ours.Connect(await peer.BindAsync("theirs", "tcp://127.0.0.1:*"));
        await ours.SendAsync(Content.Spell("never sent"));

        Assert.Equal(ZmtpError.RefusedByPeer, (await ours.Events.WaitForAsync(ZmtpEventKind.HandshakeFailed)).Error);
        await ours.Events.WaitForAsync(ZmtpEventKind.Dropped);

        Assert.Equal(1, ours.Dropped(DropReason.ConnectionLost));
        Assert.False(ours.Socket.TrySend(Content.Decode(Content.Spell("nobody is there to take it"))));
        Assert.Equal(ZmtpError.RefusedByPeer, (await ours.Events.WaitForAsync(ZmtpEventKind.GivenUp)).Error);
        Assert.Equal(ZmtpError.RefusedByPeer, (await Assert.ThrowsAsync<ZmtpException>(() => ours.SendAsync(Content.Spell("nor later")))).Error);
        await ours.DisposeAsync().LimitAsync();
        Assert.Equal(1, ours.Statistics.HandshakesFailed);
    }

    [Fact]
    public async Task Our_client_may_be_told_to_try_again()
    {
        var password = "new";
        await using var server = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainServer((_, given) => given == password) });
        await using var client = new OurSocket(SocketType.Push, new ZmtpSocketOptions { SendHighWaterMark = 1, Security = ZmtpSecurity.PlainClient("admin", "old") });
        var endpoint = await server.BindAsync();
        client.Connect(endpoint);
        await client.SendAsync(Content.Spell("lost"));
        var waiting = client.SendAsync(Content.Spell("waits"));
        var given = await client.Events.WaitForAsync(ZmtpEventKind.GivenUp);
        Assert.Equal(endpoint, given.Endpoint);
        await Assert.ThrowsAsync<ZmtpException>(() => waiting);

        password = "old";
        client.Connect(endpoint);
        await client.SendAsync(Content.Spell("welcome"));

        Assert.Equal(Content.Spell("welcome"), await server.ReceiveAsync());
    }
}
