using System.Net;
using System.Net.Sockets;
using CC.Zmtp.Connections;
using CC.Zmtp.Patterns;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Tests.Transports;

/// <summary>Takes real sockets, on the loopback interface: what is at stake is what the operating system makes of them.</summary>
public sealed class SocketListenerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_connection_that_cannot_be_taken_is_closed_told_and_counted_and_the_next_is_taken()
    {
        using var listening = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen();
        var attempts = 0;
        var listener = new SocketListener(new ZmtpEndpoint("tcp", "127.0.0.1", 1), listening, socket =>
            ++attempts == 1 ? throw new SocketException((int)SocketError.InvalidArgument) : new SocketStream(socket, "peer", isLocal: true));
        var told = new List<ZmtpEvent>();
        var core = new SocketCore(SocketType.Pull, new ZmtpSocketOptions { OnEvent = told.Add }, null);
        var connections = new AcceptedConnections(core);
        var bound = new BoundEndpoint(listener, connections);

        using var refused = await ConnectAsync(listening);
        Assert.Equal(0, await refused.ReceiveAsync(new byte[1]).WaitAsync(Limit, TestContext.Current.CancellationToken));
        using var taken = await ConnectAsync(listening);
        Assert.Equal(1, await taken.ReceiveAsync(new byte[1]).WaitAsync(Limit, TestContext.Current.CancellationToken)); // of the greeting

        Assert.Equal(ZmtpEventKind.HandshakeFailed, Assert.Single(told).Kind);
        Assert.Equal(1, core.Statistics().HandshakesFailed);
        core.Close();
        await bound.StopAsync();
        await connections.EndAsync();
    }

    private static async Task<Socket> ConnectAsync(Socket to)
    {
        var socket = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(to.LocalEndPoint!);
        return socket;
    }
}
