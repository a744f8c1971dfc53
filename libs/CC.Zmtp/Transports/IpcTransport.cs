using System.Net;
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
            return new SocketStream(socket, endpoint.ToString(), isLocal: true);
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
        if (IsAbstract(endpoint))
        {
            return Listen(endpoint, AddressOf(endpoint), () => null);
        }

        RequirePlace(endpoint);
        try
        {
            using var ours = await BindLock.TakeAsync(endpoint.Address, cancellationToken).ConfigureAwait(false);
            await RemoveStaleAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return Listen(endpoint, new UnixPath(AddressOf(endpoint)), () => new BoundPath(endpoint.Address));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotBind(endpoint, failure.Message, failure);
        }
    }

    private static SocketListener Listen(ZmtpEndpoint endpoint, EndPoint address, Func<BoundPath?> identify)
    {
        var socket = NewSocket();
        BoundPath? file = null;
        try
        {
            socket.Bind(address);
            file = identify();
            socket.Listen(Backlog);
            return new SocketListener(endpoint, socket, accepted => new SocketStream(accepted, endpoint.ToString(), isLocal: true), file);
        }
        catch (SocketException failure)
        {
            file?.Remove();
            socket.Dispose();
            throw CannotBind(endpoint, failure.Message, failure);
        }
    }

    /// <summary>What the operating system has to say to these is hard to understand.</summary>
    private static void RequirePlace(ZmtpEndpoint endpoint)
    {
        var path = endpoint.Address;
        var directory = Path.GetDirectoryName(Path.GetFullPath(path));
        if (directory is not null && !Directory.Exists(directory))
        {
            throw CannotBind(endpoint, File.Exists(directory) ? $"'{directory}' is a file, not a directory." : $"the directory '{directory}' does not exist; create it first.");
        }

        if (Directory.Exists(path))
        {
            throw CannotBind(endpoint, $"'{path}' is a directory; name a file in it.");
        }
    }

    private static ZmtpException CannotBind(ZmtpEndpoint endpoint, string why, Exception? inner = null) =>
        new(ZmtpError.CannotBind, $"Cannot bind {endpoint}: {why}", inner);

    /// <summary>A socket that nobody listens on any more is left by a process that was killed. Whatever else has that name stays.</summary>
    private static async Task RemoveStaleAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (UnixFile.IsSocket(endpoint.Address) && !await IsServedAsync(endpoint, cancellationToken).ConfigureAwait(false))
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
