using System.Text;
using CC.Zmtp.Protocol;

namespace CC.Zmtp.Security;

/// <summary>The client's side of PLAIN: HELLO, WELCOME, INITIATE, READY (RFC 24).</summary>
internal sealed class PlainClientSecurity(byte[] username, byte[] password) : ZmtpSecurity("PLAIN")
{
    internal override bool IsServer => false;

    internal override Mechanism Begin(HandshakeProperties own) => new Client(username, password, own);

    private sealed class Client(byte[] username, byte[] password, HandshakeProperties own) : Mechanism
    {
        private bool welcomed;

        public override byte[] Start() =>
            Command.Encode("HELLO"u8, [(byte)username.Length, .. username, (byte)password.Length, .. password]);

        public override byte[]? Receive(Command command)
        {
            if (!welcomed && command.Is("WELCOME"u8))
            {
                welcomed = true;
                return Command.Encode("INITIATE"u8, own.Encode());
            }

            Peer = welcomed && command.Is("READY"u8) ? Accept(command.Data, own.SocketType) : throw Unexpected(command);
            return null;
        }
    }
}

/// <summary>The server's side of PLAIN (RFC 24).</summary>
internal sealed class PlainServerSecurity(Func<string, string, bool> authenticate) : ZmtpSecurity("PLAIN")
{
    internal override bool IsServer => true;

    internal override Mechanism Begin(HandshakeProperties own) => new Server(authenticate, own);

    private sealed class Server(Func<string, string, bool> authenticate, HandshakeProperties own) : Mechanism
    {
        private bool authenticated;

        public override byte[] Receive(Command command)
        {
            if (!authenticated && command.Is("HELLO"u8))
            {
                authenticated = IsAllowed(command.Data);
                return authenticated
                    ? Command.Encode("WELCOME"u8)
                    : throw new ZmtpException(ZmtpError.AuthenticationFailed, "The user name or the password is not accepted.");
            }

            Peer = authenticated && command.Is("INITIATE"u8) ? Accept(command.Data, own.SocketType) : throw Unexpected(command);
            return Command.Encode("READY"u8, own.Encode());
        }

        private bool IsAllowed(ReadOnlySpan<byte> hello)
        {
            var username = Field(ref hello);
            var password = Field(ref hello);
            return authenticate(username, password);
        }

        private static string Field(ref ReadOnlySpan<byte> data)
        {
            if (data.IsEmpty || data.Length <= data[0])
            {
                throw new ZmtpException(ZmtpError.MalformedCommand, "A field of HELLO is longer than the command.");
            }

            var field = Encoding.UTF8.GetString(data.Slice(1, data[0]));
            data = data[(1 + data[0])..];
            return field;
        }
    }
}
