namespace CC.Zmtp;

/// <summary>The messaging pattern that a socket follows (RFC 28, 29 and 30). The values are those of ZMTP 2.0 (RFC 15).</summary>
public enum SocketType
{
    /// <summary>Sends to every subscriber whose subscription matches; receives nothing (RFC 29).</summary>
    Pub = 1,

    /// <summary>Receives what it subscribed to; sends nothing (RFC 29).</summary>
    Sub = 2,

    /// <summary>Sends one request, then receives one reply (RFC 28).</summary>
    Req = 3,

    /// <summary>Receives one request, then sends one reply (RFC 28).</summary>
    Rep = 4,

    /// <summary>Sends round robin to its peers and receives from them in turn (RFC 28).</summary>
    Dealer = 5,

    /// <summary>Names each peer: the first frame of what is received or sent is the peer's identity (RFC 28).</summary>
    Router = 6,

    /// <summary>Receives from its peers in turn; sends nothing (RFC 30).</summary>
    Pull = 7,

    /// <summary>Sends round robin to its peers; receives nothing (RFC 30).</summary>
    Push = 8,

    /// <summary>As <see cref="Pub"/>, and receives subscriptions as messages: octet 1 or 0, then the prefix (RFC 29).</summary>
    XPub = 9,

    /// <summary>As <see cref="Sub"/>, and subscribes by sending messages: octet 1 or 0, then the prefix (RFC 29).</summary>
    XSub = 10,
}
