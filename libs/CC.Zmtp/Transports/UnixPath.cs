using System.Net;
using System.Net.Sockets;

namespace CC.Zmtp.Transports;

/// <summary>
/// The address of a Unix socket. To .NET's own kind of it, closing the socket removes the file at its path, even if another
/// has that name by then; this one leaves it to <see cref="BoundPath"/>.
/// </summary>
internal sealed class UnixPath(UnixDomainSocketEndPoint path) : EndPoint
{
    public override AddressFamily AddressFamily => AddressFamily.Unix;

    public override SocketAddress Serialize() => path.Serialize();

    public override EndPoint Create(SocketAddress socketAddress) => path.Create(socketAddress);
}
