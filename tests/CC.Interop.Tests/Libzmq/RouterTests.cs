using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Libzmq;

/// <summary>The names by which a ROUTER knows its peers (RFC 28).</summary>
public sealed class RouterTests
{
    private static readonly string Alice = Content.Spell("alice")[0];
    private static readonly string Text = Content.Spell("text")[0];

    [Fact]
    public async Task A_peer_is_known_by_the_name_it_chose()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Router);
        await peer.OpenAsync("theirs", "DEALER", ("IDENTITY", "alice"));
        await peer.ConnectAsync("theirs", await ours.BindAsync());
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);

        await ours.SendAsync(Alice, Text);
        Assert.Equal([Text], await peer.ReceiveAsync("theirs"));
        await peer.SendAsync("theirs", Text);
        Assert.Equal([Alice, Text], await ours.ReceiveAsync());
    }

    [Fact]
    public async Task Libzmq_knows_us_by_the_name_we_chose()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await peer.OpenAsync("theirs", "ROUTER", ("ROUTER_MANDATORY", 1));
        await using var ours = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { Identity = "alice"u8.ToArray() });
        ours.Connect(await peer.BindAsync("theirs", "tcp://127.0.0.1:*"));

        await peer.SendAsync("theirs", Alice, Text);

        Assert.Equal([Text], await ours.ReceiveAsync());
    }

    [Fact]
    public async Task Peers_without_a_name_get_one_each()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Router);
        var endpoint = await ours.BindAsync();
        var names = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            await peer.OpenAsync($"theirs {i}", "DEALER");
            await peer.ConnectAsync($"theirs {i}", endpoint);
            await peer.SendAsync($"theirs {i}", Text);
            var name = (await ours.ReceiveAsync())[0];
            Assert.StartsWith("00", name);
            Assert.Equal(10, name.Length);
            Assert.True(names.Add(name));
        }
    }

    [Fact]
    public async Task What_is_for_nobody_is_dropped_and_counted()
    {
        await using var ours = new OurSocket(SocketType.Router);

        await ours.SendAsync(Alice, Text);

        Assert.Equal(1, ours.Dropped(DropReason.Unroutable));
        Assert.Equal(DropReason.Unroutable, (await ours.Events.WaitForAsync(ZmtpEventKind.Dropped)).Drop);
    }

    [Fact]
    public async Task A_mandatory_ROUTER_refuses_what_is_for_nobody()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Router, new ZmtpSocketOptions { Mandatory = true });
        await peer.OpenAsync("theirs", "DEALER", ("IDENTITY", "alice"));
        await peer.ConnectAsync("theirs", await ours.BindAsync());
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);
        await ours.SendAsync(Alice, Text);

        await peer.CloseAsync("theirs");
        await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);

        var refusal = await Assert.ThrowsAsync<ZmtpException>(() => ours.SendAsync(Alice, Text));
        Assert.Equal(ZmtpError.HostUnreachable, refusal.Error);
        Assert.Equal(0, ours.Dropped(DropReason.Unroutable));
    }

    [Fact]
    public async Task A_name_in_use_is_refused_to_a_second_peer()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Router);
        var endpoint = await ours.BindAsync();
        await OpenAliceAsync(peer, "first", endpoint);
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);

        await OpenAliceAsync(peer, "second", endpoint);

        Assert.Equal(ZmtpError.IdentityInUse, (await ours.Events.WaitForAsync(ZmtpEventKind.HandshakeFailed)).Error);
        await ours.SendAsync(Alice, Text);
        Assert.Equal([Text], await peer.ReceiveAsync("first"));
    }

    [Fact]
    public async Task A_name_is_free_again_when_its_bearer_has_left()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Router);
        var endpoint = await ours.BindAsync();
        await OpenAliceAsync(peer, "first", endpoint);
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);

        await peer.CloseAsync("first");
        await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        await OpenAliceAsync(peer, "second", endpoint);
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected, 2);

        await ours.SendAsync(Alice, Text);
        Assert.Equal([Text], await peer.ReceiveAsync("second"));
    }

    [Fact]
    public async Task With_handover_a_second_peer_takes_the_name_over()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = new OurSocket(SocketType.Router, new ZmtpSocketOptions { Handover = true });
        var endpoint = await ours.BindAsync();
        await OpenAliceAsync(peer, "first", endpoint, ("RECONNECT_IVL", -1));
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);

        await OpenAliceAsync(peer, "second", endpoint);

        var end = await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        Assert.Equal(ZmtpError.IdentityInUse, end.Error);
        await ours.SendAsync(Alice, Text);
        Assert.Equal([Text], await peer.ReceiveAsync("second"));
        await peer.SendAsync("second", Text);
        Assert.Equal([Alice, Text], await ours.ReceiveAsync());
    }

    private static async Task OpenAliceAsync(ZmqPeer peer, string socket, string endpoint, params (string Name, object Value)[] options)
    {
        await peer.OpenAsync(socket, "DEALER", [("IDENTITY", "alice"), .. options]);
        await peer.ConnectAsync(socket, endpoint);
    }
}
