using System.Buffers.Binary;
using System.Text;

namespace CC.Zmtp.Protocol;

/// <summary>What a peer says of itself at the end of the handshake (RFC 37, "The NULL Security Mechanism": metadata).</summary>
internal sealed record HandshakeProperties(SocketType SocketType, ReadOnlyMemory<byte> Identity)
{
    private static ReadOnlySpan<byte> SocketTypeName => "Socket-Type"u8;

    private static ReadOnlySpan<byte> IdentityName => "Identity"u8;

    public byte[] Encode()
    {
        var metadata = new List<byte>();
        Add(metadata, SocketTypeName, Encoding.ASCII.GetBytes(SocketType.WireName()));
        if (SocketType.AnnouncesIdentity())
        {
            Add(metadata, IdentityName, Identity.Span);
        }

        return [.. metadata];
    }

    public static HandshakeProperties Parse(ReadOnlySpan<byte> metadata)
    {
        SocketType? type = null;
        byte[] identity = [];
        while (!metadata.IsEmpty)
        {
            var name = Take(ref metadata, metadata[0], lengthSize: 1);
            var value = Take(ref metadata, metadata.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(metadata), lengthSize: 4);
            if (Matches(name, SocketTypeName))
            {
                type = SocketTypes.TryParse(value, out var parsed)
                    ? parsed
                    : throw new ZmtpException(ZmtpError.IncompatibleSocketType, "The peer's socket type is not one of this protocol.");
            }
            else if (Matches(name, IdentityName))
            {
                identity = value.ToArray();
            }
        }

        return new HandshakeProperties(
            type ?? throw new ZmtpException(ZmtpError.MalformedCommand, "The peer does not say its socket type."),
            identity);
    }

    private static void Add(List<byte> metadata, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        metadata.AddRange([(byte)name.Length, .. name, .. length, .. value]);
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> metadata, uint length, int lengthSize)
    {
        if (length > metadata.Length - lengthSize)
        {
            throw new ZmtpException(ZmtpError.MalformedCommand, "A property of the handshake is longer than its command.");
        }

        var taken = metadata.Slice(lengthSize, (int)length);
        metadata = metadata[(lengthSize + (int)length)..];
        return taken;
    }

    /// <summary>Property names are case-insensitive.</summary>
    private static bool Matches(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) =>
        Ascii.EqualsIgnoreCase(name, expected);
}
