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
        var failures = new List<Exception>();
        foreach (var address in await ResolveAsync(endpoint, ZmtpError.CannotConnect, cancellationToken).ConfigureAwait(false))
        {
            var socket = new Socket(address.AddressFamily, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
            try
            {
                SetBuffers(socket);
                await socket.ConnectAsync(new IPEndPoint(address, endpoint.Port), cancellationToken).ConfigureAwait(false);
                return Open(socket);
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                failures.Add(failure);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new ZmtpException(ZmtpError.CannotConnect, $"Cannot connect to {endpoint}: {failures[^1].Message}", failures[^1]);
    }

    public override async Task<Listener> BindAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var address = (await ResolveAsync(endpoint, ZmtpError.CannotBind, cancellationToken).ConfigureAwait(false))[0];
        var socket = new Socket(address.AddressFamily, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        try
        {
            SetBuffers(socket);
            socket.Bind(new IPEndPoint(address, endpoint.Port));
            socket.Listen(Backlog);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new ZmtpException(ZmtpError.CannotBind, $"Cannot bind {endpoint}: {failure.Message}", failure);
        }

        var bound = (IPEndPoint)socket.LocalEndPoint!;
        return new SocketListener(new ZmtpEndpoint("tcp", bound.Address.ToString(), bound.Port), socket, Open);
    }

    private static async Task<IPAddress[]> ResolveAsync(ZmtpEndpoint endpoint, ZmtpError error, CancellationToken cancellationToken)
    {
        if (endpoint.Address == "*")
        {
            return [error == ZmtpError.CannotBind ? IPAddress.Any : IPAddress.Loopback];
        }

        if (IPAddress.TryParse(endpoint.Address, out var literal))
        {
            return [literal];
        }

        if (OfInterface(endpoint.Address) is { } ofInterface)
        {
            return [ofInterface];
        }

        try
        {
            var found = await Dns.GetHostAddressesAsync(endpoint.Address, cancellationToken).ConfigureAwait(false);
            return found is [] ? throw new SocketException((int)SocketError.HostNotFound) : found;
        }
        catch (SocketException failure)
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

        return new SocketStream(socket, $"tcp://{socket.RemoteEndPoint}");
    }

    private void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        SetIfPositive(SocketOptionName.TcpKeepAliveTime, (int)options.KeepAliveIdle.TotalSeconds);
        SetIfPositive(SocketOptionName.TcpKeepAliveInterval, (int)options.KeepAliveInterval.TotalSeconds);
        SetIfPositive(SocketOptionName.TcpKeepAliveRetryCount, options.KeepAliveCount);

        void SetIfPositive(SocketOptionName name, int value)
        {
            if (value > 0)
            {
                socket.SetSocketOption(SocketOptionLevel.Tcp, name, value);
            }
        }
    }

    /// <summary>Before connecting or listening, so that the window is negotiated with them; accepted sockets inherit.</summary>
    private void SetBuffers(Socket socket)
    {
        if (options.SendBuffer > 0)
        {
            socket.SendBufferSize = options.SendBuffer;
        }

        if (options.ReceiveBuffer > 0)
        {
            socket.ReceiveBufferSize = options.ReceiveBuffer;
        }
    }
}
