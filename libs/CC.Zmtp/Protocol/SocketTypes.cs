using System.Text;

namespace CC.Zmtp.Protocol;

/// <summary>Names and legal pairs of socket types (RFC 37, "The Socket-Type Property").</summary>
internal static class SocketTypes
{
    public static string WireName(this SocketType type) => type.ToString().ToUpperInvariant();

    public static bool TryParse(ReadOnlySpan<byte> wireName, out SocketType type)
    {
        foreach (var candidate in Enum.GetValues<SocketType>())
        {
            if (Encoding.ASCII.GetString(wireName) == candidate.WireName())
            {
                type = candidate;
                return true;
            }
        }

        type = default;
        return false;
    }

    public static bool AcceptsPeer(this SocketType own, SocketType peer) => own switch
    {
        SocketType.Req => peer is SocketType.Rep or SocketType.Router,
        SocketType.Rep => peer is SocketType.Req or SocketType.Dealer,
        SocketType.Dealer => peer is SocketType.Rep or SocketType.Dealer or SocketType.Router,
        SocketType.Router => peer is SocketType.Req or SocketType.Dealer or SocketType.Router,
        SocketType.Pub or SocketType.XPub => peer is SocketType.Sub or SocketType.XSub,
        SocketType.Sub or SocketType.XSub => peer is SocketType.Pub or SocketType.XPub,
        SocketType.Push => peer is SocketType.Pull,
        SocketType.Pull => peer is SocketType.Push,
        _ => false,
    };

    /// <summary>XPUB and XSUB are PUB and SUB to a peer of that version (RFC 15, "Publish-Subscribe").</summary>
    public static SocketType WireTypeIn20(this SocketType type) => type switch
    {
        SocketType.XPub => SocketType.Pub,
        SocketType.XSub => SocketType.Sub,
        _ => type,
    };

    /// <summary>Whether the type tells its identity to its peer (RFC 37, "The Identity Property").</summary>
    public static bool AnnouncesIdentity(this SocketType type) =>
        type is SocketType.Req or SocketType.Dealer or SocketType.Router;
}
