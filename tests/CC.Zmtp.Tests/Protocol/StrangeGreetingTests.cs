using System.Text;
using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Protocol;

/// <summary>The handshake with peers that are old, new, slow, wrong or something else altogether.</summary>
public sealed class StrangeGreetingTests
{
    private static readonly byte[] ReadyDealer = Command.Encode("READY"u8, new HandshakeProperties(SocketType.Dealer, "peer"u8.ToArray()).Encode());

    [Fact]
    public async Task One_octet_at_a_time_is_as_good_as_all_at_once()
    {
        var peer = new ScriptedStream().Dribbles([.. Greeting.Signature(0), 3, .. Greeting.Rest(1, "NULL", false), .. ReadyDealer]);

        var agreement = await RunAsync(peer);

        Assert.Equal(new Version(3, 1), agreement.Version);
        Assert.Equal("peer", Encoding.ASCII.GetString(agreement.Identity.Span));
    }

    [Theory]
    [InlineData(3, 7, "3.1")]
    [InlineData(4, 0, "3.1")]
    [InlineData(255, 255, "3.1")]
    [InlineData(3, 0, "3.0")]
    public async Task Versions_to_come_are_answered_in_our_own(byte major, byte minor, string agreed)
    {
        var peer = new ScriptedStream().Says([.. Greeting.Signature(0), major, .. Greeting.Rest(minor, "NULL", false), .. ReadyDealer]);

        var agreement = await RunAsync(peer);

        Assert.Equal(Version.Parse(agreed), agreement.Version);
    }

    [Fact]
    public async Task The_padding_of_a_signature_means_nothing()
    {
        var peer = new ScriptedStream().Says([0xFF, 9, 8, 7, 6, 5, 4, 3, 2, 0x7F, 3, .. Greeting.Rest(1, "NULL", false), .. ReadyDealer]);

        Assert.Equal(new Version(3, 1), (await RunAsync(peer)).Version);
    }

    /// <summary>libzmq does not say that it is the server.</summary>
    [Fact]
    public async Task A_server_of_PLAIN_need_not_say_that_it_is_one()
    {
        var peer = new ScriptedStream().Says(
            [.. Greeting.Signature(0), 3, .. Greeting.Rest(1, "PLAIN", asServer: false), .. Command.Encode("WELCOME"u8), .. ReadyDealer]);

        var agreement = await RunAsync(peer, "me", new ZmtpSocketOptions { Security = ZmtpSecurity.PlainClient("admin", "secret") });

        Assert.Equal(SocketType.Dealer, agreement.SocketType);
    }

    [Fact]
    public async Task A_long_identity_frame_is_of_a_1_0_peer()
    {
        var peer = new ScriptedStream().Says(0xFF, 0, 0, 0, 0, 0, 0, 0, 3, 0, 65, 66);

        var agreement = await RunAsync(peer);

        Assert.Equal(new Version(1, 0), agreement.Version);
        Assert.Equal("AB", Encoding.ASCII.GetString(agreement.Identity.Span));
    }

    [Fact]
    public async Task To_a_1_0_peer_the_signature_was_the_start_of_our_identity()
    {
        var peer = new ScriptedStream().Says(1, 0);

        await RunAsync(peer, "me");

        Assert.Equal([0xFF, 0, 0, 0, 0, 0, 0, 0, 3, 0x7F, (byte)'m', (byte)'e'], peer.Written);
    }

    [Fact]
    public async Task To_a_2_0_peer_type_and_identity_follow_the_version()
    {
        var peer = new ScriptedStream().Says([.. Greeting.Signature(0), 1, (byte)SocketType.Dealer, 0, 2, 65, 66]);

        var agreement = await RunAsync(peer, "me");

        Assert.Equal(new Version(2, 0), agreement.Version);
        Assert.Equal("AB", Encoding.ASCII.GetString(agreement.Identity.Span));
        Assert.Equal([.. Greeting.Signature(2), 3, (byte)SocketType.Router, 0, 2, (byte)'m', (byte)'e'], peer.Written);
    }

    [Fact]
    public async Task An_identity_with_a_zero_in_front_counts_as_none()
    {
        var peer = new ScriptedStream().Says([.. Greeting.Signature(0), 1, (byte)SocketType.Dealer, 0, 2, 0, 66]);

        Assert.True((await RunAsync(peer)).Identity.IsEmpty);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001")]
    [InlineData("\u0000\u0000\u0000")]
    public async Task Other_protocols_are_told_from_ZMTP(string opening)
    {
        var peer = new ScriptedStream().Says(Encoding.Latin1.GetBytes(opening));

        await Refusal.OfAsync(ZmtpError.NotZmtp, () => RunAsync(peer));
    }

    [Fact]
    public async Task There_is_no_version_0() =>
        await Refusal.OfAsync(ZmtpError.NotZmtp, () => RunAsync(new ScriptedStream().Says([.. Greeting.Signature(0), 0, 5, 0, 0])));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(40)]
    [InlineData(70)]
    public async Task A_peer_that_hangs_up_is_lost(int after)
    {
        byte[] all = [.. Greeting.Signature(0), 3, .. Greeting.Rest(1, "NULL", false), .. ReadyDealer];
        var peer = new ScriptedStream().Says(all.AsSpan(0, after)).HangsUp();

        await Refusal.OfAsync(ZmtpError.ConnectionLost, () => RunAsync(peer));
    }

    [Fact]
    public async Task A_message_before_the_end_of_the_handshake_is_refused() =>
        await Refusal.OfAsync(ZmtpError.MalformedFrame, () => RunAsync(new ScriptedStream().Says(
            [.. Greeting.Signature(0), 3, .. Greeting.Rest(1, "NULL", false), .. Messages.Encode([1]).Octets()])));

    [Fact]
    public async Task An_identity_of_several_frames_is_refused() =>
        await Refusal.OfAsync(ZmtpError.MalformedFrame, () => RunAsync(new ScriptedStream().Says(
            [.. Greeting.Signature(0), 1, (byte)SocketType.Dealer, 1, 1, 65, 0, 1, 66])));

    [Fact]
    public async Task A_command_that_has_no_place_is_answered_by_an_ERROR()
    {
        var peer = new ScriptedStream().Says([.. Greeting.Signature(0), 3, .. Greeting.Rest(1, "NULL", false), .. Command.Encode("HELLO"u8)]);

        await Refusal.OfAsync(ZmtpError.MalformedCommand, () => RunAsync(peer));

        Assert.Contains("ERROR", Encoding.Latin1.GetString(peer.Written));
        Assert.True(peer.WriteClosed);
    }

    [Fact]
    public async Task An_ERROR_is_the_peers_refusal_and_not_answered()
    {
        var peer = new ScriptedStream().Says([.. Greeting.Signature(0), 3, .. Greeting.Rest(1, "NULL", false), .. Command.Encode("ERROR"u8, [4, .. "busy"u8])]);

        var refusal = await Refusal.OfAsync(ZmtpError.RefusedByPeer, () => RunAsync(peer));

        Assert.Contains("busy", refusal.Message);
        Assert.DoesNotContain("ERROR", Encoding.Latin1.GetString(peer.Written));
    }

    [Fact]
    public async Task What_cannot_be_told_to_a_peer_that_has_left_does_not_hide_the_refusal()
    {
        var peer = new ScriptedStream().Says([.. Greeting.Signature(0), 3, .. Greeting.Rest(1, "NULL", false), .. Command.Encode("HELLO"u8)]);
        var writes = 0;
        peer.OnWrite = () => ++writes > 4 ? throw new IOException("gone") : Task.CompletedTask;

        await Refusal.OfAsync(ZmtpError.MalformedCommand, () => RunAsync(peer));
    }

    private static Task<Agreement> RunAsync(ScriptedStream peer, string identity = "", ZmtpSocketOptions? options = null) =>
        new Handshake(peer, new MessageDecoder(1 << 20, 1024), new HandshakeProperties(SocketType.Router, Encoding.ASCII.GetBytes(identity)), options ?? new ZmtpSocketOptions()).RunAsync();
}
