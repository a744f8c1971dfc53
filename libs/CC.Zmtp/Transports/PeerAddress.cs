using System.Net;

namespace CC.Zmtp.Transports;

/// <summary>Tells peers of this machine from others by where they connect from.</summary>
internal static class PeerAddress
{
    /// <summary>Whether an address is a loopback one, IPv4 within IPv6 included.</summary>
    public static bool IsLocal(EndPoint? remote) =>
        remote is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
