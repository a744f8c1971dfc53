using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Hostile;

/// <summary>A socket holds no more connections than it may.</summary>
public sealed class ConnectionLimitTests
{
    private const int Limit = 5;

    private static readonly ZmtpSocketOptions Options = new() { MaxConnections = Limit, Linger = TimeSpan.Zero };

    [Fact]
    public async Task One_too_many_is_closed_at_once_and_counted()
    {
        await using var ours = new OurSocket(SocketType.Router, Options);
        var endpoint = await ours.BindAsync();
        var peers = await ReadyAsync(endpoint);

        using var tooMany = await RawPeer.ConnectAsync(endpoint);
        Assert.Empty(await tooMany.ReadToEndAsync());

        var failure = await ours.Events.WaitForAsync(ZmtpEventKind.HandshakeFailed);
        Assert.Equal(ZmtpError.TooManyConnections, failure.Error);
        Assert.Equal(endpoint, failure.Endpoint);
        Assert.Equal(1, ours.Statistics.Refused);
        Assert.Equal(0, ours.Statistics.HandshakesFailed);
        await Within.TrueAsync(() => ours.Statistics.Connections == Limit); // the last peer is ready, and may be told so before we count it
        peers.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task The_place_of_one_that_left_is_free()
    {
        await using var ours = new OurSocket(SocketType.Router, Options);
        var endpoint = await ours.BindAsync();
        var peers = await ReadyAsync(endpoint);

        peers[0].Dispose();
        await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);

        await Within.TrueAsync(() => IsServedAsync(endpoint).Result);
        peers.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task Strangers_count_as_well()
    {
        await using var ours = new OurSocket(SocketType.Router, Options);
        var endpoint = await ours.BindAsync();
        var strangers = new List<RawPeer>();
        for (var i = 0; i < Limit; i++)
        {
            var stranger = await RawPeer.ConnectAsync(endpoint);
            await stranger.ReadExactlyAsync(10);
            strangers.Add(stranger);
        }

        Assert.False(await IsServedAsync(endpoint));
        strangers.ForEach(stranger => stranger.Dispose());
    }

    /// <summary>Otherwise a peer that comes, sends and leaves, over and over, would fill the memory.</summary>
    [Fact]
    public async Task One_whose_messages_wait_for_the_application_counts_although_it_has_left()
    {
        await using var ours = new OurSocket(SocketType.Pull, Options);
        var endpoint = await ours.BindAsync();
        for (var i = 1; i <= Limit; i++)
        {
            using var peer = await RawPeer.ReadyAsync(endpoint, "PUSH");
            await peer.SendAsync(Wire.Frame([(byte)i]));
            peer.CloseWrite();
            await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected, i);
        }

        Assert.False(await IsServedAsync(endpoint, "PUSH"));

        for (var i = 1; i <= Limit; i++)
        {
            await ours.ReceiveAsync();
        }

        await Within.TrueAsync(() => IsServedAsync(endpoint, "PUSH").Result);
    }

    private static async Task<List<RawPeer>> ReadyAsync(string endpoint)
    {
        var peers = new List<RawPeer>();
        for (var i = 0; i < Limit; i++)
        {
            peers.Add(await RawPeer.ReadyAsync(endpoint, "DEALER"));
        }

        return peers;
    }

    private static async Task<bool> IsServedAsync(string endpoint, string type = "DEALER")
    {
        using var peer = await RawPeer.ConnectAsync(endpoint);
        if (!await peer.TrySendAsync((byte[])[.. Wire.Greeting, .. Wire.Ready(type)]))
        {
            return false;
        }

        peer.CloseWrite();
        return (await peer.ReadToEndAsync()).Length > 0;
    }
}
