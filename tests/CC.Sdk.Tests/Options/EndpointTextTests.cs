using CC.Sdk.Options;
using CC.Zmtp;

namespace CC.Sdk.Tests.Options;

public sealed class EndpointTextTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:22632")]
    [InlineData("tcp://eth0:22632")]
    [InlineData("tcp://[::1]:65535")]
    [InlineData("ipc:///run/cc/cc.sock")]
    [InlineData("ipc://@abstract")]
    [InlineData("inproc://x")]
    public async Task An_endpoint_that_a_socket_connects_to_is_one(string text)
    {
        await using var socket = new ZmtpSocket(SocketType.Dealer);

        socket.Connect(text);

        Assert.Null(EndpointText.BrokenRule(text));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:*")]
    [InlineData("tcp://127.0.0.1:0")]
    public async Task An_endpoint_that_a_socket_binds_is_one(string text)
    {
        await using var socket = new ZmtpSocket(SocketType.Dealer);

        await socket.BindAsync(text, TestContext.Current.CancellationToken);

        Assert.Null(EndpointText.BrokenRule(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:22632")]
    [InlineData("tcp:/127.0.0.1:22632")]
    [InlineData("http://127.0.0.1:22632")]
    [InlineData("tcp://")]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("tcp://:22632")]
    [InlineData("tcp://127.0.0.1:")]
    [InlineData("tcp://127.0.0.1:65536")]
    [InlineData("tcp://127.0.0.1:-1")]
    [InlineData("tcp://127.0.0.1:port")]
    [InlineData("tcp://::1:22632")]
    [InlineData("ipc://")]
    [InlineData("inproc://")]
    public async Task What_a_socket_refuses_is_none(string text)
    {
        await using var socket = new ZmtpSocket(SocketType.Dealer);

        var refused = Assert.Throws<ZmtpException>(() => socket.Connect(text));

        Assert.Equal(ZmtpError.InvalidEndpoint, refused.Error);
        Assert.NotNull(EndpointText.BrokenRule(text));
    }
}
