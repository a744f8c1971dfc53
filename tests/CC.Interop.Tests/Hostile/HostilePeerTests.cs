using System.Text;
using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Hostile;

/// <summary>A hostile or broken peer costs its own connection only, and is counted.</summary>
public sealed class HostilePeerTests : IAsyncLifetime
{
    private readonly OurSocket router = new(SocketType.Router, new ZmtpSocketOptions
    {
        MaxMessageSize = 1_000_000,
        MaxFrames = 10,
        HandshakeTimeout = TimeSpan.FromSeconds(5),
    });

    private string endpoint = "";
    private RawPeer witness = null!;

    public async ValueTask InitializeAsync()
    {
        endpoint = await router.BindAsync();
        witness = await RawPeer.ReadyAsync(endpoint, "DEALER");
        await AssertTheOthersGoOnAsync();
    }

    public async ValueTask DisposeAsync()
    {
        witness.Dispose();
        await router.DisposeAsync();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", ZmtpError.NotZmtp)]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", ZmtpError.NotZmtp)]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n", ZmtpError.NotZmtp)]
    [InlineData("\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000", ZmtpError.NotZmtp)]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u0000", ZmtpError.NotZmtp)]
    [InlineData("\u00ff\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u007f\u0000", ZmtpError.NotZmtp)]
    [InlineData("\u00ff\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u007f\u0001\u0001", ZmtpError.IncompatibleSocketType)]
    public async Task A_wrong_greeting_is_the_end_of_the_connection(string greeting, ZmtpError error)
    {
        using var hostile = await RawPeer.ConnectAsync(endpoint);
        await hostile.SendAsync(Encoding.Latin1.GetBytes(greeting));

        await AssertHandshakeFailsAsync(hostile, error);
    }

    [Fact]
    public async Task Another_mechanism_is_the_end_of_the_connection()
    {
        using var hostile = await RawPeer.ConnectAsync(endpoint);
        var greeting = Wire.Greeting.ToArray();
        Encoding.ASCII.GetBytes("CURVE", greeting.AsSpan(12));
        await hostile.SendAsync(greeting);

        await AssertHandshakeFailsAsync(hostile, ZmtpError.MechanismMismatch);
    }

    [Theory]
    [InlineData("READY", "")]
    [InlineData("READY", "\u000bSocket-Type\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("READY", "\u00ff")]
    [InlineData("HELLO", "")]
    [InlineData("SUBSCRIBE", "")]
    public async Task A_handshake_that_breaks_the_rules_is_answered_by_an_ERROR(string command, string data)
    {
        using var hostile = await RawPeer.ConnectAsync(endpoint);
        await hostile.SendAsync(Wire.Greeting);
        await hostile.SendAsync(Wire.Command(command, Encoding.Latin1.GetBytes(data)));

        Assert.Contains("ERROR", Encoding.Latin1.GetString(await AssertHandshakeFailsAsync(hostile, ZmtpError.MalformedCommand)));
    }

    [Fact]
    public async Task A_socket_type_that_has_no_business_here_is_answered_by_an_ERROR()
    {
        using var hostile = await RawPeer.ConnectAsync(endpoint);
        await hostile.SendAsync(Wire.Greeting);
        await hostile.SendAsync(Wire.Ready("SUB"));

        Assert.Contains("ERROR", Encoding.Latin1.GetString(await AssertHandshakeFailsAsync(hostile, ZmtpError.IncompatibleSocketType)));
    }

    [Theory]
    [InlineData(6, 0x7FFF_FFFF_FFFF_FFFFul)]
    [InlineData(6, 0xFFFF_FFFF_FFFF_FFFFul)]
    [InlineData(6, 900_000ul)]
    [InlineData(2, 900_000ul)]
    public async Task A_stranger_may_not_announce_much(byte flags, ulong length)
    {
        using var hostile = await RawPeer.ConnectAsync(endpoint);
        await hostile.SendAsync(Wire.Greeting);
        await hostile.SendAsync(Wire.LongHeader(flags, length));

        await AssertHandshakeFailsAsync(hostile, ZmtpError.MessageTooLarge);
    }

    public static TheoryData<string, byte[], ZmtpError> Offences => new()
    {
        { "a length of 2^63-1", Wire.LongHeader(2, 0x7FFF_FFFF_FFFF_FFFF), ZmtpError.MessageTooLarge },
        { "a length of 2^64-1", Wire.LongHeader(2, 0xFFFF_FFFF_FFFF_FFFF), ZmtpError.MessageTooLarge },
        { "a length of 2^31", Wire.LongHeader(2, 0x8000_0000), ZmtpError.MessageTooLarge },
        { "one octet too many", Wire.LongHeader(2, 1_000_001), ZmtpError.MessageTooLarge },
        { "one octet too many in all", [.. Wire.Frame(new byte[500_000], more: true), .. Wire.LongHeader(2, 500_001)], ZmtpError.MessageTooLarge },
        { "a length that overflows the sum", [.. Wire.Frame(new byte[10], more: true), .. Wire.LongHeader(2, 0x7FFF_FFFF_FFFF_FFFF)], ZmtpError.MessageTooLarge },
        { "a command of 2^63-1", Wire.LongHeader(6, 0x7FFF_FFFF_FFFF_FFFF), ZmtpError.MessageTooLarge },
        { "endless frames", [.. Enumerable.Repeat(Wire.Frame([1], more: true), 11).SelectMany(frame => frame)], ZmtpError.TooManyFrames },
        { "endless empty frames", [.. Enumerable.Repeat(Wire.Frame([], more: true), 11).SelectMany(frame => frame)], ZmtpError.TooManyFrames },
        { "reserved flags", [0x10, 0], ZmtpError.MalformedFrame },
        { "a command with MORE", [5, 0], ZmtpError.MalformedFrame },
        { "a command without a name", [4, 0], ZmtpError.MalformedCommand },
        { "a command of an empty name", [4, 1, 0], ZmtpError.MalformedCommand },
        { "a name longer than its command", [4, 2, 9, 65], ZmtpError.MalformedCommand },
        { "a short PING", Wire.Command("PING", 0), ZmtpError.MalformedCommand },
        { "a long PING", Wire.Command("PING", new byte[19]), ZmtpError.MalformedCommand },
        { "a subscription", Wire.Command("SUBSCRIBE", 65), ZmtpError.MalformedCommand },
        { "an ERROR", Wire.Command("ERROR", 0), ZmtpError.RefusedByPeer },
    };

    [Theory]
    [MemberData(nameof(Offences))]
    public async Task An_offence_is_the_end_of_the_connection(string offence, byte[] octets, ZmtpError error)
    {
        using var hostile = await RawPeer.ReadyAsync(endpoint, "DEALER");
        var offences = router.Statistics.ProtocolErrors;
        await hostile.SendAsync(octets);

        await hostile.ReadToEndAsync();
        var end = await router.Events.WaitForAsync(ZmtpEventKind.Disconnected);

        Assert.True(error == end.Error, $"{offence}: {end}");
        Assert.Equal(error == ZmtpError.RefusedByPeer ? 0 : 1, router.Statistics.ProtocolErrors - offences);
        await AssertTheOthersGoOnAsync();
    }

    [Fact]
    public async Task A_message_as_large_as_it_may_be_is_no_offence()
    {
        using var peer = await RawPeer.ReadyAsync(endpoint, "DEALER");
        await peer.SendAsync(Wire.Frame(new byte[999_999], more: true));
        await peer.SendAsync(Wire.Frame(new byte[1]));

        Assert.Equal(1_000_000 + 5, (await router.ReceiveMessageAsync()).ContentLength);
        Assert.Empty(router.Events.Of(ZmtpEventKind.Disconnected));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(70)]
    public async Task A_peer_that_leaves_during_the_handshake_is_counted(int after)
    {
        using var hostile = await RawPeer.ConnectAsync(endpoint);
        byte[] all = [.. Wire.Greeting, .. Wire.Ready("DEALER")];
        await hostile.SendAsync(all.AsMemory(0, after));
        hostile.CloseWrite();

        await AssertHandshakeFailsAsync(hostile, ZmtpError.ConnectionLost);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_a_message_is_the_end_of_its_connection()
    {
        var hostile = await RawPeer.ReadyAsync(endpoint, "DEALER");
        await hostile.SendAsync(Wire.Frame(new byte[1000], more: true));
        await hostile.SendAsync(Wire.LongHeader(2, 500_000));
        await hostile.SendAsync(new byte[1000]);
        hostile.Reset();

        Assert.Equal(ZmtpError.ConnectionLost, (await router.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
        await AssertTheOthersGoOnAsync();
    }

    [Fact]
    public async Task An_end_in_the_middle_of_a_message_is_no_orderly_end()
    {
        using var hostile = await RawPeer.ReadyAsync(endpoint, "DEALER");
        await hostile.SendAsync(Wire.Frame(new byte[10], more: true));
        hostile.CloseWrite();

        Assert.Equal(ZmtpError.ConnectionLost, (await router.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
        await AssertTheOthersGoOnAsync();
    }

    [Fact]
    public async Task An_end_between_messages_is_an_orderly_end()
    {
        using var peer = await RawPeer.ReadyAsync(endpoint, "DEALER");
        peer.CloseWrite();

        Assert.Null((await router.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
    }

    /// <summary>The peer's end comes, its failure is counted, and the others go on.</summary>
    private async Task<byte[]> AssertHandshakeFailsAsync(RawPeer hostile, ZmtpError error)
    {
        var answer = await hostile.ReadToEndAsync();
        var failure = await router.Events.WaitForAsync(ZmtpEventKind.HandshakeFailed);

        Assert.Equal(error, failure.Error);
        Assert.Equal(endpoint, failure.Endpoint);
        Assert.NotEmpty(failure.Detail);
        Assert.Equal(1, router.Statistics.HandshakesFailed);
        Assert.Equal(1, router.Statistics.Connections);
        await AssertTheOthersGoOnAsync();
        return answer;
    }

    private async Task AssertTheOthersGoOnAsync()
    {
        await witness.SendAsync(Wire.Frame([1, 2, 3]));
        var message = await router.ReceiveMessageAsync();
        await router.SendAsync(message);
        Assert.Equal([1, 2, 3], await witness.ReadFrameAsync());
    }
}
