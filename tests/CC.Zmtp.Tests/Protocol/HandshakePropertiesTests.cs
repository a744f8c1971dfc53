using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Protocol;

public sealed class HandshakePropertiesTests
{
    [Theory]
    [InlineData(SocketType.Dealer, true)]
    [InlineData(SocketType.Router, true)]
    [InlineData(SocketType.Req, true)]
    [InlineData(SocketType.Rep, false)]
    [InlineData(SocketType.Sub, false)]
    [InlineData(SocketType.XPub, false)]
    public void Announce_an_identity_where_a_ROUTER_may_be_on_the_other_side(SocketType type, bool isAnnounced)
    {
        var read = HandshakeProperties.Parse(new HandshakeProperties(type, "me"u8.ToArray()).Encode());

        Assert.Equal(type, read.SocketType);
        Assert.Equal(isAnnounced ? "me"u8.ToArray() : [], read.Identity.ToArray());
    }

    [Fact]
    public void Are_named_without_regard_to_case()
    {
        var read = HandshakeProperties.Parse([.. Property("sOCKET-tYPE", "PUSH"), .. Property("IDENTITY", "me")]);

        Assert.Equal(SocketType.Push, read.SocketType);
        Assert.Equal("me"u8.ToArray(), read.Identity.ToArray());
    }

    [Fact]
    public void May_be_of_kinds_that_nobody_here_knows()
    {
        var read = HandshakeProperties.Parse([.. Property("X-Colour", "red"), .. Property("Socket-Type", "PUSH"), .. Property("Resource", "")]);

        Assert.Equal(SocketType.Push, read.SocketType);
    }

    [Theory]
    [InlineData("push")]
    [InlineData("PAIR")]
    [InlineData("")]
    [InlineData("5")]
    public void Must_name_a_socket_type_of_this_library(string type) =>
        Refusal.Of(ZmtpError.IncompatibleSocketType, () => HandshakeProperties.Parse(Property("Socket-Type", type)));

    [Fact]
    public void Must_name_the_socket_type() =>
        Refusal.Of(ZmtpError.MalformedCommand, () => HandshakeProperties.Parse(Property("Identity", "me")));

    [Theory]
    [InlineData(new byte[] { 5, 65 })]
    [InlineData(new byte[] { 1, 65 })]
    [InlineData(new byte[] { 1, 65, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 65, 0, 0, 0, 2, 66 })]
    [InlineData(new byte[] { 1, 65, 0xFF, 0xFF, 0xFF, 0xFF, 66 })]
    [InlineData(new byte[] { 1, 65, 0x7F, 0xFF, 0xFF, 0xFF, 66 })]
    public void Must_not_be_longer_than_their_command(byte[] metadata) =>
        Refusal.Of(ZmtpError.MalformedCommand, () => HandshakeProperties.Parse(metadata));

    private static byte[] Property(string name, string value) =>
        [(byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name), 0, 0, 0, (byte)value.Length, .. System.Text.Encoding.ASCII.GetBytes(value)];
}
