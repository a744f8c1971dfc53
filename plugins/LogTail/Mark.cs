using System.Security.Cryptography;

namespace CC.Plugins.LogTail;

/// <summary>A place in a content: an offset, and a hash of the octets in front of it, by which the content is known again.</summary>
/// <param name="Offset">The offset.</param>
/// <param name="Hash">The hash; empty if it is not known, or nothing is in front.</param>
internal readonly record struct Mark(long Offset, string Hash)
{
    /// <summary>How many octets in front of the offset are hashed.</summary>
    public const int MaxLength = 256;

    /// <summary>The place in front of the first octet.</summary>
    public static Mark Beginning { get; } = new(0, "");

    /// <summary>How many octets in front of an offset are hashed.</summary>
    public static int LengthAt(long offset) => (int)Math.Min(offset, MaxLength);

    /// <summary>The place behind some octets.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="before">The octets in front of it; at least the last 256 of them.</param>
    public static Mark Of(long offset, ReadOnlySpan<byte> before)
    {
        var length = LengthAt(offset);
        return length == 0 ? Beginning : new Mark(offset, Convert.ToHexString(SHA256.HashData(before[^length..]).AsSpan(0, 16)));
    }
}
