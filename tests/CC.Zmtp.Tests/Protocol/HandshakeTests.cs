using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Tests.Protocol;

public sealed class HandshakeTests
{
    public static TheoryData<string, string> Versions =>
        new MatrixTheoryData<string, string>(["3.1", "3.0", "2.0", "1.0"], ["3.1", "3.0", "2.0", "1.0"]);

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Agrees_on_the_older_version_of_the_two(string one, string other)
    {
        var (ours, theirs) = InprocStream.CreatePair("test");

        var agreements = await Task.WhenAll(
            RunAsync(ours, SocketType.Dealer, Speaking(one), "one"),
            RunAsync(theirs, SocketType.Router, Speaking(other), "other"));

        var older = new[] { Version.Parse(one), Version.Parse(other) }.Min();
        Assert.All(agreements, agreement => Assert.Equal(older, agreement.Version));
        Assert.Equal(["other", "one"], agreements.Select(agreement => System.Text.Encoding.ASCII.GetString(agreement.Identity.Span)));
        Assert.Equal(older == new Version(1, 0) ? null : SocketType.Router, agreements[0].SocketType);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Leaves_what_follows_it_to_be_read(string one, string other)
    {
        var (ours, theirs) = InprocStream.CreatePair("test");
        var decoder = Decoder();
        var message = Messages.Encode(Messages.Body(300), [1, 2, 3]).Octets();

        var theirSide = SendAfterHandshakeAsync(theirs, Speaking(other), message);
        var agreement = await new Handshake(ours, decoder, new HandshakeProperties(SocketType.Pull, default), Speaking(one)).RunAsync();
        await theirSide;

        Assert.Equal<byte[]>([Messages.Body(300), [1, 2, 3]], await ReadMessageAsync(decoder, agreement.Stream));
    }

    [Fact]
    public async Task Of_PLAIN_succeeds_with_the_right_password()
    {
        var (ours, theirs) = InprocStream.CreatePair("test");

        var agreements = await Task.WhenAll(
            RunAsync(ours, SocketType.Sub, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainClient("admin", "secret") }),
            RunAsync(theirs, SocketType.Pub, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainServer("admin", "secret") }));

        Assert.Equal([SocketType.Pub, SocketType.Sub], agreements.Select(agreement => agreement.SocketType));
    }

    [Fact]
    public async Task Of_PLAIN_fails_on_both_sides_with_a_wrong_password()
    {
        var (ours, theirs) = InprocStream.CreatePair("test");

        var client = RunAsync(ours, SocketType.Sub, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainClient("admin", "guess") });
        var server = RunAsync(theirs, SocketType.Pub, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainServer("admin", "secret") });

        await Refusal.OfAsync(ZmtpError.AuthenticationFailed, () => server);
        var refusal = await Refusal.OfAsync(ZmtpError.RefusedByPeer, () => client);
        Assert.Contains("not accepted", refusal.Message);
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.0")]
    public async Task Of_PLAIN_is_not_given_up_for_an_old_peer(string version)
    {
        var (ours, theirs) = InprocStream.CreatePair("test");

        _ = RunAsync(ours, SocketType.Dealer, Speaking(version));
        var server = RunAsync(theirs, SocketType.Router, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainServer("admin", "secret") });

        await Refusal.OfAsync(ZmtpError.MechanismMismatch, () => server);
    }

    [Fact]
    public async Task Fails_between_two_mechanisms()
    {
        var (ours, theirs) = InprocStream.CreatePair("test");

        var one = RunAsync(ours, SocketType.Sub, new ZmtpSocketOptions());
        var other = RunAsync(theirs, SocketType.Pub, new ZmtpSocketOptions { Security = ZmtpSecurity.PlainServer("admin", "secret") });

        await Refusal.OfAsync(ZmtpError.MechanismMismatch, () => one);
        await Refusal.OfAsync(ZmtpError.MechanismMismatch, () => other);
    }

    [Fact]
    public async Task Fails_between_two_servers_of_a_mechanism()
    {
        var (ours, theirs) = InprocStream.CreatePair("test");
        var options = new ZmtpSocketOptions { Security = ZmtpSecurity.PlainServer("admin", "secret") };

        var one = RunAsync(ours, SocketType.Sub, options);
        var other = RunAsync(theirs, SocketType.Pub, options);

        await Refusal.OfAsync(ZmtpError.MechanismMismatch, () => one);
        await Refusal.OfAsync(ZmtpError.MechanismMismatch, () => other);
    }

    [Fact]
    public async Task Fails_between_two_clients_of_a_mechanism()
    {
        var (ours, theirs) = InprocStream.CreatePair("test");
        var options = new ZmtpSocketOptions { Security = ZmtpSecurity.PlainClient("admin", "secret") };

        var one = RunAsync(ours, SocketType.Sub, options);
        var other = RunAsync(theirs, SocketType.Pub, options);

        await Refusal.OfAsync(ZmtpError.MalformedCommand, () => one);
        await Refusal.OfAsync(ZmtpError.MalformedCommand, () => other);
    }

    [Theory]
    [InlineData("3.1")]
    [InlineData("2.0")]
    public async Task Fails_between_socket_types_that_have_nothing_to_say_to_each_other(string version)
    {
        var (ours, theirs) = InprocStream.CreatePair("test");

        var one = RunAsync(ours, SocketType.Push, Speaking(version));
        var other = RunAsync(theirs, SocketType.Pub, Speaking(version));

        await Refusal.OfAsync(ZmtpError.IncompatibleSocketType, () => one);
        await Refusal.OfAsync(ZmtpError.IncompatibleSocketType, () => other);
    }

    private static MessageDecoder Decoder() => new(1 << 20, 1024);

    private static ZmtpSocketOptions Speaking(string version) => new() { MaxVersion = Version.Parse(version) };

    private static Task<Agreement> RunAsync(ByteStream stream, SocketType type, ZmtpSocketOptions options, string identity = "") =>
        new Handshake(stream, Decoder(), new HandshakeProperties(type, System.Text.Encoding.ASCII.GetBytes(identity)), options).RunAsync();

    private static async Task SendAfterHandshakeAsync(ByteStream stream, ZmtpSocketOptions options, byte[] message) =>
        await (await RunAsync(stream, SocketType.Push, options)).Stream.WriteAsync(message);

    private static async Task<byte[][]> ReadMessageAsync(MessageDecoder decoder, ByteStream stream)
    {
        while (true)
        {
            if (decoder.TryRead(out var message, out _) == Decoded.Message)
            {
                return message.ToArrays();
            }

            decoder.Commit(await stream.ReadAsync(decoder.GetMemory()));
        }
    }
}
