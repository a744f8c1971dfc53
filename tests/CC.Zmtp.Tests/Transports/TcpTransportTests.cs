using System.Net.Sockets;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Tests.Transports;

/// <summary>Takes real sockets, on the loopback interface: only they know their options.</summary>
public sealed class TcpTransportTests
{
    [Fact]
    public async Task Sets_the_options_of_both_sides()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var transport = new TcpTransport(new TcpOptions
        {
            KeepAlive = true,
            KeepAliveIdle = TimeSpan.FromMilliseconds(99_500),
            KeepAliveInterval = TimeSpan.FromSeconds(11),
            KeepAliveCount = 3,
            ReceiveBuffer = 20_000,
            SendBuffer = 30_000,
        });
        using var listener = await transport.BindAsync(ZmtpEndpoint.Parse("tcp://127.0.0.1:*"), cancellation);
        using var connected = (SocketStream)await transport.ConnectAsync(listener.Endpoint, cancellation);
        using var accepted = (SocketStream)await listener.AcceptAsync(cancellation);

        Assert.All([connected.Socket, accepted.Socket], socket =>
        {
            Assert.True(socket.NoDelay);
            Assert.Equal(100, Option(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
            Assert.Equal(11, Option(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
            Assert.Equal(3, Option(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount));
            Assert.NotEqual(0, Option(socket, SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
            Assert.InRange(socket.ReceiveBufferSize, 20_000, 40_000); // Linux doubles them
            Assert.InRange(socket.SendBufferSize, 30_000, 60_000);
        });
    }

    private static int Option(Socket socket, SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;
}
