namespace CC.Zmtp;

/// <summary>A socket's counters since it was made.</summary>
/// <param name="MessagesReceived">Messages received whole.</param>
/// <param name="MessagesSent">Messages handed to the operating system.</param>
/// <param name="Connections">Connections ready for messages now.</param>
/// <param name="Connected">Connections that became ready.</param>
/// <param name="HandshakesFailed">Connections that ended before they were ready.</param>
/// <param name="ProtocolErrors">Ready connections closed because the peer broke the protocol.</param>
/// <param name="Refused">Connections closed at once because there were too many.</param>
/// <param name="Dropped">Messages dropped, by reason; reasons that never occurred are left out.</param>
/// <param name="Ended">
/// Connections that were ready and did not end in order, by reason, such as <see cref="ZmtpError.ConnectionLost"/> (reset, or cut off in the
/// middle of a message) or <see cref="ZmtpError.HeartbeatTimeout"/>; reasons that never occurred are left out.
/// </param>
public sealed record ZmtpStatistics(
    long MessagesReceived,
    long MessagesSent,
    int Connections,
    long Connected,
    long HandshakesFailed,
    long ProtocolErrors,
    long Refused,
    IReadOnlyDictionary<DropReason, long> Dropped,
    IReadOnlyDictionary<ZmtpError, long> Ended);
