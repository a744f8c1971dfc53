using System.Net.Sockets;

namespace CC.Zmtp.Transports;

/// <summary><c>ipc://</c>: Unix sockets, at a path or, with <c>@</c> in front, under a name in Linux' abstract space.</summary>
internal sealed class IpcTransport : Transport
{
    private const int Backlog = 512;

    public override async Task<ByteStream> ConnectAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = NewSocket();
            await socket.ConnectAsync(AddressOf(endpoint), cancellationToken).ConfigureAwait(false);
            return new SocketStream(socket, endpoint.ToString());
        }
        catch (Exception failure)
        {
            socket?.Dispose();
            if (failure is SocketException)
            {
                throw new ZmtpException(ZmtpError.CannotConnect, $"Cannot connect to {endpoint}: {failure.Message}", failure);
            }

            throw;
        }
    }

    public override async Task<Listener> BindAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            await RemoveStaleAsync(endpoint, cancellationToken).ConfigureAwait(false);
            socket = NewSocket();
            socket.Bind(AddressOf(endpoint));
            socket.Listen(Backlog);
            return new SocketListener(endpoint, socket, accepted => new SocketStream(accepted, endpoint.ToString()));
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException)
        {
            socket?.Dispose();
            throw new ZmtpException(ZmtpError.CannotBind, $"Cannot bind {endpoint}: {failure.Message}", failure);
        }
    }

    /// <summary>A socket that nobody listens on any more is left by a process that was killed. Whatever else has that name stays.</summary>
    private static async Task RemoveStaleAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (!IsAbstract(endpoint) && UnixFile.IsSocket(endpoint.Address) && !await IsServedAsync(endpoint, cancellationToken).ConfigureAwait(false))
        {
            File.Delete(endpoint.Address);
        }
    }

    private static async Task<bool> IsServedAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var probe = NewSocket();
        try
        {
            await probe.ConnectAsync(AddressOf(endpoint), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, ProtocolType.Unspecified);

    private static bool IsAbstract(ZmtpEndpoint endpoint) => endpoint.Address.StartsWith('@');

    private static UnixDomainSocketEndPoint AddressOf(ZmtpEndpoint endpoint) =>
        new(IsAbstract(endpoint) ? $"\0{endpoint.Address[1..]}" : endpoint.Address);
}
