using CC.Zmtp.Protocol;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Security;

/// <summary>
/// One connection's security handshake: commands in, commands out, until the peer's properties are known. It holds no
/// socket and no clock. A mechanism that transforms the traffic that follows, as CURVE does, puts a stream of its own in between.
/// </summary>
internal abstract class Mechanism
{
    /// <summary>The peer's properties, once the handshake is complete.</summary>
    public HandshakeProperties? Peer { get; protected set; }

    /// <summary>The command to open with, for the side that speaks first.</summary>
    public virtual byte[]? Start() => null;

    /// <summary>Takes a command and returns the answer, if there is one.</summary>
    /// <exception cref="ZmtpException">The handshake has failed. The peer is told by an ERROR command unless it was the one who said so.</exception>
    public abstract byte[]? Receive(Command command);

    /// <summary>
    /// What to read from and write to once the handshake is complete, if not the plain stream: frames as ZMTP has them on this side, what the
    /// mechanism makes of them on the other, of which <paramref name="alreadyRead"/> came with the handshake.
    /// </summary>
    public virtual ByteStream? Wrap(ByteStream stream, ReadOnlyMemory<byte> alreadyRead) => null;

    /// <summary>What to throw for a command that has no place here; an ERROR command is the peer's refusal.</summary>
    protected static ZmtpException Unexpected(Command command)
    {
        if (!command.Is("ERROR"u8))
        {
            return new ZmtpException(ZmtpError.MalformedCommand, $"The command {command.ToString()} has no place at this point of the handshake.");
        }

        var reason = command.Data.Length > 1 && command.Data[0] < command.Data.Length
            ? System.Text.Encoding.ASCII.GetString(command.Data.Slice(1, command.Data[0]))
            : "no reason given";
        return new ZmtpException(ZmtpError.RefusedByPeer, $"The peer refused the handshake: {reason}");
    }

    /// <summary>The peer's properties, if its socket type can talk to ours.</summary>
    protected static HandshakeProperties Accept(ReadOnlySpan<byte> metadata, SocketType own)
    {
        var peer = HandshakeProperties.Parse(metadata);
        return own.AcceptsPeer(peer.SocketType)
            ? peer
            : throw new ZmtpException(ZmtpError.IncompatibleSocketType, $"A {own.WireName()} socket can't talk to a {peer.SocketType.WireName()} socket.");
    }
}
