namespace CC.Zmtp;

/// <summary>Why a message that this socket had accepted or received did not go on.</summary>
public enum DropReason
{
    /// <summary>ROUTER, REP: no peer has that identity (RFC 28).</summary>
    Unroutable,

    /// <summary>ROUTER, PUB, XPUB, XSUB: the peer's queue was full (RFC 28, RFC 29).</summary>
    QueueFull,

    /// <summary>The connection ended, or the socket was disposed, with the message queued or being written.</summary>
    ConnectionLost,

    /// <summary>The peer sent what the pattern does not take, such as a message to a PUSH socket or a reply nobody asked for.</summary>
    Unexpected,

    /// <summary>The message was received, and the socket disposed or the endpoint disconnected before the application took it.</summary>
    NotTaken,
}
