using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace CC.Zmtp.Transports;

/// <summary><c>tcp://</c>: the host is an address, an interface's name, a host name, or <c>*</c> for all IPv4 addresses.</summary>
internal sealed class TcpTransport(TcpOptions options) : Transport
{
    private const int Backlog = 512;

    public override async Task<ByteStream> ConnectAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in await ResolveAsync(endpoint, ZmtpError.CannotConnect, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, endpoint.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException failure)
            {
                last = failure;
            }
        }

        throw new ZmtpException(ZmtpError.CannotConnect, $"Cannot connect to {endpoint}: {last!.Message}", last);
    }

    public override async Task<Listener> BindAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var address = (await ResolveAsync(endpoint, ZmtpError.CannotBind, cancellationToken).ConfigureAwait(false))[0];
        Socket? socket = null;
        try
        {
            socket = NewSocket(address);
            socket.Bind(new IPEndPoint(address, endpoint.Port));
            socket.Listen(Backlog);
        }
        catch (SocketException failure)
        {
            socket?.Dispose();
            throw new ZmtpException(ZmtpError.CannotBind, $"Cannot bind {endpoint}: {failure.Message}", failure);
        }

        var bound = (IPEndPoint)socket.LocalEndPoint!;
        return new SocketListener(new ZmtpEndpoint("tcp", bound.Address.ToString(), bound.Port), socket, Open);
    }

    private async Task<ByteStream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = NewSocket(address.Address);
        try
        {
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return IsConnectedToItself(socket) ? throw new SocketException((int)SocketError.ConnectionRefused) : Open(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A connection to a port of this machine that nobody listens on succeeds now and then, when the port that the system
    /// picks for this side is that very port; and it would keep the one who should listen from binding it.
    /// </summary>
    private static bool IsConnectedToItself(Socket socket) => Equals(socket.LocalEndPoint, socket.RemoteEndPoint);

    /// <summary>IPv4 first, as libzmq has it: both sides of a host name with several addresses then mean the same one.</summary>
    private static async Task<IPAddress[]> ResolveAsync(ZmtpEndpoint endpoint, ZmtpError error, CancellationToken cancellationToken)
    {
        if (endpoint.Address == "*")
        {
            return [error == ZmtpError.CannotBind ? IPAddress.Any : IPAddress.Loopback];
        }

        if (IPAddress.TryParse(endpoint.Address, out var literal))
        {
            return [literal.IsIPv4MappedToIPv6 ? literal.MapToIPv4() : literal]; // as libzmq writes them when it is set to IPv6
        }

        if (OfInterface(endpoint.Address) is { } ofInterface)
        {
            return [ofInterface];
        }

        try
        {
            var found = await Dns.GetHostAddressesAsync(endpoint.Address, cancellationToken).ConfigureAwait(false);
            return found is [] ? throw new SocketException((int)SocketError.HostNotFound)
                : [.. found.OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork)];
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            throw new ZmtpException(error, $"'{endpoint.Address}' in {endpoint} is neither an address, an interface of this machine nor a host name that resolves.", failure);
        }
    }

    /// <summary>The interface's first IPv4 address, or its first of any kind.</summary>
    private static IPAddress? OfInterface(string name) =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(candidate => candidate.Name == name)
            .SelectMany(found => found.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork)
            .FirstOrDefault();

    private SocketStream Open(Socket socket)
    {
        socket.NoDelay = true;
        if (options.KeepAlive)
        {
            KeepAlive(socket);
        }

        return new SocketStream(socket, $"tcp://{socket.RemoteEndPoint}", PeerAddress.IsLocal(socket.RemoteEndPoint));
    }

    private void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        SetIfPositive(SocketOptionName.TcpKeepAliveTime, (int)Math.Ceiling(options.KeepAliveIdle.TotalSeconds));
        SetIfPositive(SocketOptionName.TcpKeepAliveInterval, (int)Math.Ceiling(options.KeepAliveInterval.TotalSeconds));
        SetIfPositive(SocketOptionName.TcpKeepAliveRetryCount, options.KeepAliveCount);

        void SetIfPositive(SocketOptionName name, int value)
        {
            if (value > 0)
            {
                socket.SetSocketOption(SocketOptionLevel.Tcp, name, value);
            }
        }
    }

    /// <summary>The buffers are set before connecting or listening, so that the window is negotiated with them; accepted sockets inherit.</summary>
    private Socket NewSocket(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        if (options.SendBuffer > 0)
        {
            socket.SendBufferSize = options.SendBuffer;
        }

        if (options.ReceiveBuffer > 0)
        {
            socket.ReceiveBufferSize = options.ReceiveBuffer;
        }

        return socket;
    }
}
