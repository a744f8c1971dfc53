using CC.Zmtp.Protocol;
using CC.Zmtp.Security;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Security;

public sealed class PlainSecurityTests
{
    private static readonly HandshakeProperties Own = new(SocketType.Router, default);
    private static readonly byte[] PeerMetadata = new HandshakeProperties(SocketType.Dealer, "peer"u8.ToArray()).Encode();

    [Fact]
    public void The_server_asks_with_what_the_client_said()
    {
        (string, string)? asked = null;
        var server = ZmtpSecurity.PlainServer((user, password) =>
        {
            asked = (user, password);
            return true;
        }).Begin(Own);

        server.Receive(Parse(ZmtpSecurity.PlainClient("användare", "").Begin(Own).Start()!));

        Assert.Equal(("användare", ""), asked);
    }

    [Fact]
    public void The_client_has_nothing_to_initiate_before_it_is_welcome()
    {
        var client = ZmtpSecurity.PlainClient("a", "b").Begin(Own);

        Refused(ZmtpError.MalformedCommand, client, Command.Encode("READY"u8, PeerMetadata));
    }

    [Fact]
    public void The_client_is_welcome_once()
    {
        var client = ZmtpSecurity.PlainClient("a", "b").Begin(Own);
        client.Receive(Parse(Command.Encode("WELCOME"u8)));

        Refused(ZmtpError.MalformedCommand, client, Command.Encode("WELCOME"u8));
    }

    [Fact]
    public void The_server_lets_nobody_initiate_who_did_not_say_hello()
    {
        var server = ZmtpSecurity.PlainServer("a", "b").Begin(Own);

        Refused(ZmtpError.MalformedCommand, server, Command.Encode("INITIATE"u8, PeerMetadata));
        Assert.Null(server.Peer);
    }

    [Fact]
    public void The_server_hears_one_hello_only()
    {
        var server = ZmtpSecurity.PlainServer("a", "b").Begin(Own);
        var hello = ZmtpSecurity.PlainClient("a", "b").Begin(Own).Start()!;
        server.Receive(Parse(hello));

        Refused(ZmtpError.MalformedCommand, server, hello);
    }

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a", "B", false)]
    [InlineData("ab", "", false)]
    [InlineData("", "ab", false)]
    [InlineData("1:a", "b", false)]
    public void The_server_of_one_user_accepts_exactly_that_one(string user, string password, bool isAccepted)
    {
        var server = ZmtpSecurity.PlainServer("a", "b").Begin(Own);
        var hello = ZmtpSecurity.PlainClient(user, password).Begin(Own).Start()!;

        if (isAccepted)
        {
            Assert.NotNull(server.Receive(Parse(hello)));
        }
        else
        {
            Refused(ZmtpError.AuthenticationFailed, server, hello);
        }
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 2, 65 })]
    [InlineData(new byte[] { 1, 65 })]
    [InlineData(new byte[] { 1, 65, 9 })]
    public void A_HELLO_that_is_too_short_for_its_fields_is_malformed(byte[] data) =>
        Refused(ZmtpError.MalformedCommand, ZmtpSecurity.PlainServer("a", "b").Begin(Own), Command.Encode("HELLO"u8, data));

    [Fact]
    public void User_names_have_at_most_255_octets() =>
        Assert.Throws<ArgumentException>(() => ZmtpSecurity.PlainClient(new string('é', 128), ""));

    private static Command Parse(byte[] frame) => Command.Parse(frame.AsSpan(2));

    private static void Refused(ZmtpError error, Mechanism mechanism, byte[] frame) =>
        Refusal.Of(error, () => mechanism.Receive(Parse(frame)));
}
