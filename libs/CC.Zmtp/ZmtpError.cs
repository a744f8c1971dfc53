namespace CC.Zmtp;

/// <summary>What went wrong with a connection or a call, as a name to decide by; the message of the exception is for people.</summary>
public enum ZmtpError
{
    /// <summary>The endpoint text is not one that this library understands.</summary>
    InvalidEndpoint,

    /// <summary>The address can't be bound: in use, not of this machine, or not permitted.</summary>
    CannotBind,

    /// <summary>The address can't be reached, now.</summary>
    CannotConnect,

    /// <summary>The other side does not open with a ZMTP greeting.</summary>
    NotZmtp,

    /// <summary>The two sides are configured for different security mechanisms.</summary>
    MechanismMismatch,

    /// <summary>User name or password were refused.</summary>
    AuthenticationFailed,

    /// <summary>The two socket types can't talk to each other.</summary>
    IncompatibleSocketType,

    /// <summary>The identity is in use by another connection, and handover is off.</summary>
    IdentityInUse,

    /// <summary>A frame breaks the protocol's rules.</summary>
    MalformedFrame,

    /// <summary>A command breaks the protocol's rules.</summary>
    MalformedCommand,

    /// <summary>A message has more octets than <see cref="ZmtpSocketOptions.MaxMessageSize"/>.</summary>
    MessageTooLarge,

    /// <summary>A message has more frames than <see cref="ZmtpSocketOptions.MaxFrames"/>.</summary>
    TooManyFrames,

    /// <summary>The peer subscribed to so much that it would fill the memory.</summary>
    TooManySubscriptions,

    /// <summary>The handshake took longer than <see cref="ZmtpSocketOptions.HandshakeTimeout"/>.</summary>
    HandshakeTimeout,

    /// <summary>Nothing came within the heartbeat's limits.</summary>
    HeartbeatTimeout,

    /// <summary>A message that had begun made no progress within <see cref="ZmtpSocketOptions.ProgressTimeout"/>.</summary>
    MessageStalled,

    /// <summary>Unfinished messages, of all connections together, took all of <see cref="ZmtpSocketOptions.UnfinishedBudget"/>.</summary>
    BudgetExhausted,

    /// <summary>The socket has <see cref="ZmtpSocketOptions.MaxConnections"/> connections already.</summary>
    TooManyConnections,

    /// <summary>The other side refused the handshake, with a reason.</summary>
    RefusedByPeer,

    /// <summary>The connection ended, by the other side or by the network.</summary>
    ConnectionLost,

    /// <summary>A ROUTER with <see cref="ZmtpSocketOptions.Mandatory"/>, or one that was to wait for room, has no peer of that identity.</summary>
    HostUnreachable,

    /// <summary>A REQ or REP socket was used out of turn.</summary>
    OutOfTurn,

    /// <summary>The application's handler of received messages threw; the connection that the message came from is closed.</summary>
    HandlerFailed,
}
