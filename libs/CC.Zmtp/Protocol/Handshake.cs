using System.Net.Sockets;
using System.Text;
using CC.Zmtp.Security;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Protocol;

/// <summary>What a finished handshake has agreed on.</summary>
/// <param name="Stream">The stream to go on with; not the one that was given if the peer speaks ZMTP 1.0, or the mechanism transforms the traffic.</param>
/// <param name="Version">The version that both sides speak.</param>
/// <param name="SocketType">The peer's type; unknown in ZMTP 1.0.</param>
/// <param name="Identity">The identity that the peer chose; empty if it chose none or one that is reserved.</param>
internal sealed record Agreement(ByteStream Stream, Version Version, SocketType? SocketType, ReadOnlyMemory<byte> Identity);

/// <summary>
/// Opens a connection: finds out which version of ZMTP the peer speaks, and speaks it (RFC 37, "Version Negotiation",
/// "Detecting ZMTP 1.0 and 2.0 Peers"). Both sides send their signature before they wait, so neither waits for ever.
/// </summary>
internal sealed class Handshake(ByteStream stream, MessageDecoder decoder, HandshakeProperties own, ZmtpSocketOptions options)
{
    private static readonly Version V10 = new(1, 0);
    private static readonly Version V20 = new(2, 0);

    public async Task<Agreement> RunAsync()
    {
        decoder.InHandshake = true;
        var agreement = await AgreeAsync().ConfigureAwait(false);
        decoder.InHandshake = false;
        return agreement;
    }

    private async Task<Agreement> AgreeAsync()
    {
        if (options.MaxVersion == V10)
        {
            await stream.WriteAsync(Greeting.OldIdentity(own.Identity.Span)).ConfigureAwait(false);
            return await AgreeOn10Async().ConfigureAwait(false);
        }

        await stream.WriteAsync(Greeting.Signature(own.Identity.Length)).ConfigureAwait(false);
        if (!await PeerSendsSignatureAsync().ConfigureAwait(false))
        {
            await stream.WriteAsync(own.Identity).ConfigureAwait(false);
            return await AgreeOn10Async().ConfigureAwait(false);
        }

        decoder.Skip(Greeting.SignatureSize);
        await stream.WriteAsync(new[] { (byte)(options.MaxVersion == V20 ? 1 : options.MaxVersion.Major) }).ConfigureAwait(false);
        await ReadAtLeastAsync(1).ConfigureAwait(false);
        var peerMajor = decoder.Unread[0];
        decoder.Skip(1);
        if (peerMajor == 0)
        {
            throw new ZmtpException(ZmtpError.NotZmtp, "The peer's greeting names a version that does not exist.");
        }

        return peerMajor < 3 || options.MaxVersion == V20
            ? await AgreeOn20Async().ConfigureAwait(false)
            : await AgreeOn3Async(peerMajor).ConfigureAwait(false);
    }

    private async Task<bool> PeerSendsSignatureAsync()
    {
        await ReadAtLeastAsync(1).ConfigureAwait(false);
        if (decoder.Unread[0] != 0xFF)
        {
            return false;
        }

        await ReadAtLeastAsync(Greeting.SignatureSize).ConfigureAwait(false);
        return Greeting.IsSignature(decoder.Unread);
    }

    private async Task<Agreement> AgreeOn10Async()
    {
        RequireNull();
        var old = new OldFraming(stream, decoder.Unread.ToArray());
        decoder.Skip(decoder.Unread.Length);
        var identity = await ReadIdentityAsync(old).ConfigureAwait(false);
        return new Agreement(old, V10, null, identity);
    }

    private async Task<Agreement> AgreeOn20Async()
    {
        RequireNull();
        byte[] identityFrame = [(byte)own.SocketType.WireTypeIn20(), 0, (byte)own.Identity.Length, .. own.Identity.Span];
        await stream.WriteAsync(identityFrame).ConfigureAwait(false);
        await ReadAtLeastAsync(1).ConfigureAwait(false);
        var type = (SocketType)decoder.Unread[0];
        decoder.Skip(1);
        if (!own.SocketType.AcceptsPeer(type))
        {
            throw new ZmtpException(ZmtpError.IncompatibleSocketType, $"A {own.SocketType.WireName()} socket can't talk to a {type} socket.");
        }

        var identity = await ReadIdentityAsync(stream).ConfigureAwait(false);
        return new Agreement(stream, V20, type, identity);
    }

    private async Task<Agreement> AgreeOn3Async(byte peerMajor)
    {
        var security = options.Security;
        await stream.WriteAsync(Greeting.Rest(options.MaxVersion.Minor, security.Name, security.IsServer)).ConfigureAwait(false);
        await ReadAtLeastAsync(Greeting.RestSize).ConfigureAwait(false);
        var (minor, mechanism, asServer) = Greeting.ParseRest(decoder.Unread);
        decoder.Skip(Greeting.RestSize);
        if (mechanism != security.Name)
        {
            throw new ZmtpException(ZmtpError.MechanismMismatch, $"The peer asks for the mechanism '{mechanism}', this socket for '{security.Name}'.");
        }

        if (asServer && security.IsServer) // libzmq leaves the octet zero also on the side of the server
        {
            throw new ZmtpException(ZmtpError.MechanismMismatch, $"Both sides want to be the server of {mechanism}.");
        }

        decoder.AllowCommands = true;
        var secured = security.Begin(own);
        var peer = await SecureAsync(secured).ConfigureAwait(false);
        var agreed = peerMajor == 3 ? Math.Min(minor, options.MaxVersion.Minor) : options.MaxVersion.Minor;
        return new Agreement(Wrap(secured), new Version(3, agreed), peer.SocketType, Usable(peer.Identity));
    }

    private ByteStream Wrap(Mechanism secured)
    {
        var alreadyRead = decoder.Unread.ToArray();
        if (secured.Wrap(stream, alreadyRead) is not { } wrapped)
        {
            return stream;
        }

        decoder.Skip(alreadyRead.Length);
        return wrapped;
    }

    private async Task<HandshakeProperties> SecureAsync(Mechanism mechanism)
    {
        if (mechanism.Start() is { } opening)
        {
            await stream.WriteAsync(opening).ConfigureAwait(false);
        }

        while (mechanism.Peer is null)
        {
            var (kind, body) = await ReadFrameAsync(stream).ConfigureAwait(false);
            if (kind != Decoded.Command)
            {
                throw new ZmtpException(ZmtpError.MalformedFrame, "The peer sends messages before the handshake is complete.");
            }

            byte[]? answer;
            try
            {
                answer = mechanism.Receive(Command.Parse(body.Span));
            }
            catch (ZmtpException refusal) when (refusal.Error != ZmtpError.RefusedByPeer)
            {
                await TellAsync(refusal).ConfigureAwait(false);
                throw;
            }

            if (answer is not null)
            {
                await stream.WriteAsync(answer).ConfigureAwait(false);
            }
        }

        return mechanism.Peer;
    }

    /// <summary>Says by an ERROR command why this side refuses, and no more than that (RFC 37, "Error Handling").</summary>
    private async Task TellAsync(ZmtpException refusal)
    {
        var reason = Encoding.ASCII.GetBytes(refusal.Message);
        try
        {
            await stream.WriteAsync(Command.Encode("ERROR"u8, [(byte)Math.Min(reason.Length, 255), .. reason.AsSpan(0, Math.Min(reason.Length, 255))])).ConfigureAwait(false);
            stream.CloseWrite();
        }
        catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException)
        {
            // Whom to tell has left; what counts is the refusal.
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadIdentityAsync(ByteStream source)
    {
        var (_, frame) = await ReadFrameAsync(source).ConfigureAwait(false);
        return Usable(frame.ToArray());
    }

    private async Task<(Decoded Kind, ReadOnlyMemory<byte> Body)> ReadFrameAsync(ByteStream source)
    {
        while (true)
        {
            switch (decoder.TryRead(out var message, out var command))
            {
                case Decoded.Command:
                    return (Decoded.Command, command);
                case Decoded.Message when message.Count == 1:
                    return (Decoded.Message, message[0]);
                case Decoded.Message:
                    throw new ZmtpException(ZmtpError.MalformedFrame, "A frame of the handshake announces that more follow.");
            }

            await ReadMoreAsync(source).ConfigureAwait(false);
        }
    }

    private async Task ReadAtLeastAsync(int count)
    {
        while (decoder.Unread.Length < count)
        {
            await ReadMoreAsync(stream).ConfigureAwait(false);
        }
    }

    private async Task ReadMoreAsync(ByteStream source)
    {
        var received = await source.ReadAsync(decoder.GetMemory()).ConfigureAwait(false);
        if (received == 0)
        {
            throw new ZmtpException(ZmtpError.ConnectionLost, "The peer closed the connection during the handshake.");
        }

        decoder.Commit(received);
    }

    private void RequireNull()
    {
        if (options.Security.Name != "NULL")
        {
            throw new ZmtpException(ZmtpError.MechanismMismatch, $"The peer speaks an old version of ZMTP, which has no {options.Security.Name}.");
        }
    }

    /// <summary>Identities that start with a zero octet are reserved for generated ones (RFC 37, "The Identity Property").</summary>
    private static ReadOnlyMemory<byte> Usable(ReadOnlyMemory<byte> identity) =>
        identity.IsEmpty || identity.Length > 255 || identity.Span[0] == 0 ? default : identity;
}
