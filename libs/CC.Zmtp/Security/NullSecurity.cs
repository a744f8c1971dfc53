using CC.Zmtp.Protocol;

namespace CC.Zmtp.Security;

/// <summary>The mechanism NULL: each side sends READY (RFC 37, "The NULL Security Mechanism").</summary>
internal sealed class NullSecurity() : ZmtpSecurity("NULL")
{
    internal override bool IsServer => false;

    internal override Mechanism Begin(HandshakeProperties own) => new NullMechanism(own);

    /// <summary>Both sides speak first, as libzmq does: neither has to wait for the other.</summary>
    private sealed class NullMechanism(HandshakeProperties own) : Mechanism
    {
        public override byte[] Start() => Command.Encode("READY"u8, own.Encode());

        public override byte[]? Receive(Command command)
        {
            Peer = command.Is("READY"u8) ? Accept(command.Data, own.SocketType) : throw Unexpected(command);
            return null;
        }
    }
}
