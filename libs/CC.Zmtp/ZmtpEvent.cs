namespace CC.Zmtp;

/// <summary>What an event is about.</summary>
public enum ZmtpEventKind
{
    /// <summary>A connection is ready for messages.</summary>
    Connected,

    /// <summary>A connection that was ready has ended.</summary>
    Disconnected,

    /// <summary>A connection ended before it was ready.</summary>
    HandshakeFailed,

    /// <summary>An attempt to connect failed; it is tried again.</summary>
    ConnectFailed,

    /// <summary>The peer has refused this socket's credentials: the endpoint is connected to no more, until <see cref="ZmtpSocket.Connect"/> is called again.</summary>
    GivenUp,

    /// <summary>Messages were dropped.</summary>
    Dropped,
}

/// <summary>Something that happened to a socket without a call to report it.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Endpoint">The endpoint of this socket that it happened on, as bound or as given to connect; empty where no endpoint is to blame.</param>
/// <param name="Peer">The other side's address, where there is one.</param>
/// <param name="Error">Why, for failures and for connections that did not end in order.</param>
/// <param name="Detail">The same for people.</param>
/// <param name="Drop">Why messages were dropped, for <see cref="ZmtpEventKind.Dropped"/>.</param>
/// <param name="Count">How many messages were dropped.</param>
public readonly record struct ZmtpEvent(
    ZmtpEventKind Kind,
    string Endpoint,
    string Peer,
    ZmtpError? Error = null,
    string Detail = "",
    DropReason? Drop = null,
    long Count = 0);
