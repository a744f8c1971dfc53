using System.Net.Sockets;

namespace CC.Zmtp.Transports;

/// <summary><c>ipc://</c>: Unix sockets, at a path or, with <c>@</c> in front, under a name in Linux' abstract space.</summary>
internal sealed class IpcTransport : Transport
{
    private const int Backlog = 512;

    public override async Task<ByteStream> ConnectAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(AddressOf(endpoint), cancellationToken).ConfigureAwait(false);
            return new SocketStream(socket, endpoint.ToString());
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new ZmtpException(ZmtpError.CannotConnect, $"Cannot connect to {endpoint}: {failure.Message}", failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override async Task<Listener> BindAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        await RemoveStaleAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var socket = NewSocket();
        try
        {
            socket.Bind(AddressOf(endpoint));
            socket.Listen(Backlog);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new ZmtpException(ZmtpError.CannotBind, $"Cannot bind {endpoint}: {failure.Message}", failure);
        }

        return new SocketListener(endpoint, socket, accepted => new SocketStream(accepted, endpoint.ToString()), () => Remove(endpoint));
    }

    /// <summary>A socket file that nobody listens on any more is left by a process that was killed.</summary>
    private static async Task RemoveStaleAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (IsAbstract(endpoint) || !File.Exists(endpoint.Address))
        {
            return;
        }

        using var probe = NewSocket();
        try
        {
            await probe.ConnectAsync(AddressOf(endpoint), cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            Remove(endpoint);
        }
    }

    private static void Remove(ZmtpEndpoint endpoint)
    {
        if (!IsAbstract(endpoint))
        {
            File.Delete(endpoint.Address);
        }
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, ProtocolType.Unspecified);

    private static bool IsAbstract(ZmtpEndpoint endpoint) => endpoint.Address.StartsWith('@');

    private static UnixDomainSocketEndPoint AddressOf(ZmtpEndpoint endpoint)
    {
        try
        {
            return new UnixDomainSocketEndPoint(IsAbstract(endpoint) ? $"\0{endpoint.Address[1..]}" : endpoint.Address);
        }
        catch (ArgumentException invalid)
        {
            throw new ZmtpException(ZmtpError.InvalidEndpoint, $"'{endpoint}' is not an endpoint: the path is empty or too long for a Unix socket.", invalid);
        }
    }
}
