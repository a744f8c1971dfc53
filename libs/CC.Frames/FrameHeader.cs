using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CC.Frames;

/// <summary>
/// What precedes a frame's body: the flags octet and a length of one or eight octets in network byte order
/// (RFC 37, "Framing"; the same octets in ZMTP 2.0, 3.0 and 3.1).
/// </summary>
/// <param name="Flags">The flags octet as read, reserved bits included.</param>
/// <param name="BodyLength">Octets of body that follow; negative when the wire claims more than 2^63-1.</param>
public readonly record struct FrameHeader(FrameFlags Flags, long BodyLength)
{
    /// <summary>Octets of a short header; the shortest that a frame can be.</summary>
    public const int ShortSize = 2;

    /// <summary>Octets of a long header.</summary>
    public const int LongSize = 9;

    /// <summary>The longest body, in octets, that a short header can announce.</summary>
    public const int MaxShortBody = byte.MaxValue;

    /// <summary>Octets that this header takes on the wire.</summary>
    public int Size => (Flags & FrameFlags.Long) != 0 ? LongSize : ShortSize;

    /// <summary>Whether more frames of the same message follow.</summary>
    public bool HasMore => (Flags & FrameFlags.More) != 0;

    /// <summary>The header of a message frame with a body of this many octets, in its shortest form.</summary>
    public static FrameHeader For(int bodyLength, bool more) =>
        new((more ? FrameFlags.More : FrameFlags.None) | (bodyLength > MaxShortBody ? FrameFlags.Long : FrameFlags.None), bodyLength);

    /// <summary>Octets that a message frame with such a body takes on the wire, header included.</summary>
    public static int FrameSize(int bodyLength) => (bodyLength > MaxShortBody ? LongSize : ShortSize) + bodyLength;

    /// <summary>Reads the header at the start of <paramref name="source"/>; false when it is not there in full yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> source, out FrameHeader header)
    {
        if (source.Length < ShortSize)
        {
            header = default;
            return false;
        }

        var flags = (FrameFlags)source[0];
        if ((flags & FrameFlags.Long) == 0)
        {
            header = new FrameHeader(flags, source[1]);
            return true;
        }

        return TryReadLong(flags, source, out header);
    }

    /// <summary>Writes the header to the start of <paramref name="destination"/> and returns the octets written.</summary>
    public int Write(Span<byte> destination)
    {
        destination[0] = (byte)Flags;
        if ((Flags & FrameFlags.Long) == 0)
        {
            destination[1] = (byte)BodyLength;
            return ShortSize;
        }

        BinaryPrimitives.WriteInt64BigEndian(destination[1..], BodyLength);
        return LongSize;
    }

    private static bool TryReadLong(FrameFlags flags, ReadOnlySpan<byte> source, out FrameHeader header)
    {
        if (source.Length < LongSize)
        {
            header = default;
            return false;
        }

        header = new FrameHeader(flags, BinaryPrimitives.ReadInt64BigEndian(source[1..]));
        return true;
    }
}
