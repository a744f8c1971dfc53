using System.Net;
using System.Net.Sockets;

namespace CC.Interop.Tests.Support;

/// <summary>A connection to a socket under test, by TCP or <c>ipc</c>, that does nothing by itself.</summary>
internal sealed class RawPeer : IDisposable
{
    private const string Ipc = "ipc://";

    private readonly Socket socket;

    private RawPeer(Socket socket) => this.socket = socket;

    public static async Task<RawPeer> ConnectAsync(string endpoint, int? receiveBuffer = null)
    {
        var (socket, address) = endpoint.StartsWith(Ipc, StringComparison.Ordinal)
            ? (new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), (EndPoint)new UnixDomainSocketEndPoint(endpoint[Ipc.Length..]))
            : (new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, IPEndPoint.Parse(endpoint["tcp://".Length..]));
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        await socket.ConnectAsync(address).LimitAsync();
        return new RawPeer(socket);
    }

    /// <summary>A peer of that type, ready for messages.</summary>
    public static async Task<RawPeer> ReadyAsync(string endpoint, string socketType, string identity = "", int? receiveBuffer = null)
    {
        var peer = await ConnectAsync(endpoint, receiveBuffer);
        await peer.GreetAsync(socketType, identity);
        return peer;
    }

    /// <summary>The one that connects to a listener of the test.</summary>
    public static async Task<RawPeer> AcceptAsync(Socket listener) => new(await listener.AcceptAsync().LimitAsync());

    public static (Socket Listener, string Endpoint) Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(10);
        return (listener, $"tcp://{listener.LocalEndPoint}");
    }

    /// <summary>Goes through the handshake.</summary>
    public async Task GreetAsync(string socketType, string identity = "")
    {
        await SendAsync(Wire.Greeting);
        await ReadExactlyAsync(Wire.GreetingSize);
        await SendAsync(Wire.Ready(socketType, identity));
        Assert.Contains("READY", System.Text.Encoding.Latin1.GetString(await ReadFrameAsync()));
    }

    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            octets = octets[await socket.SendAsync(octets).LimitAsync()..];
        }
    }

    /// <summary>Sends for as long as the other side takes it; false when the connection has ended.</summary>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> octets)
    {
        try
        {
            await SendAsync(octets);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        var octets = new byte[count];
        for (var read = 0; read < count;)
        {
            var received = await socket.ReceiveAsync(octets.AsMemory(read)).LimitAsync();
            Assert.NotEqual(0, received);
            read += received;
        }

        return octets;
    }

    /// <summary>The body of the next frame, message or command.</summary>
    public async Task<byte[]> ReadFrameAsync()
    {
        var start = await ReadExactlyAsync(2);
        if ((start[0] & 2) == 0)
        {
            return await ReadExactlyAsync(start[1]);
        }

        byte[] length = [start[1], .. await ReadExactlyAsync(7)];
        return await ReadExactlyAsync((int)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(length));
    }

    /// <summary>Reads to the end of the connection, however it ends; returns what came before.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        var all = new List<byte>();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory()).LimitAsync() is var received and > 0)
            {
                all.AddRange(buffer.AsSpan(0, received));
            }
        }
        catch (SocketException)
        {
            // An end as well.
        }

        return [.. all];
    }

    public void CloseWrite() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection by a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();
}
