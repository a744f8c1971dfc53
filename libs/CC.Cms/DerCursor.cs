using System.Buffers.Binary;

namespace CC.Cms;

/// <summary>Walks over DER (ITU-T X.690) without copying: tags of one octet, lengths in their shortest form, nothing indefinite. Never throws.</summary>
internal struct DerCursor(ReadOnlyMemory<byte> octets)
{
    public const byte Integer = 0x02;
    public const byte OctetString = 0x04;
    public const byte Null = 0x05;
    public const byte ObjectIdentifier = 0x06;
    public const byte Sequence = 0x30;
    public const byte Set = 0x31;
    public const byte Context0 = 0xA0;
    public const byte Context1 = 0xA1;

    private ReadOnlyMemory<byte> rest = octets;

    public readonly bool IsAtEnd => rest.IsEmpty;

    public readonly bool IsAt(byte tag) => !rest.IsEmpty && rest.Span[0] == tag;

    /// <summary>Takes a value of that tag: its contents, and the whole of it.</summary>
    public bool TryTake(byte tag, out ReadOnlyMemory<byte> contents, out ReadOnlyMemory<byte> whole)
    {
        var span = rest.Span;
        if (span.Length < 2 || span[0] != tag || !TryReadLength(span[1..], out var length, out var size) || length > span.Length - 1 - size)
        {
            contents = whole = default;
            return false;
        }

        var end = 1 + size + length;
        (contents, whole, rest) = (rest[(1 + size)..end], rest[..end], rest[end..]);
        return true;
    }

    public bool TryTake(byte tag, out ReadOnlyMemory<byte> contents) => TryTake(tag, out contents, out _);

    /// <summary>Takes a value of that tag, whose parts are walked over next.</summary>
    public bool TryEnter(byte tag, out DerCursor inside)
    {
        var isThere = TryTake(tag, out var contents, out _);
        inside = new DerCursor(contents);
        return isThere;
    }

    /// <summary>Takes a value of that tag if there is one.</summary>
    public bool TrySkip(byte tag) => !IsAt(tag) || TryTake(tag, out _, out _);

    private static bool TryReadLength(ReadOnlySpan<byte> octets, out int length, out int size)
    {
        (length, size) = (octets[0], 1);
        if (length < 0x80)
        {
            return true;
        }

        var count = length & 0x7F;
        if (count is 0 or > 4 || octets.Length <= count || octets[1] == 0)
        {
            return false;
        }

        Span<byte> big = [0, 0, 0, 0];
        octets.Slice(1, count).CopyTo(big[(4 - count)..]);
        (length, size) = (BinaryPrimitives.ReadInt32BigEndian(big), 1 + count);
        return length >= 0x80;
    }
}
