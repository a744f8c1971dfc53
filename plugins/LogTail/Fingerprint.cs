using System.Security.Cryptography;

namespace CC.Plugins.LogTail;

/// <summary>A hash of the octets in front of an offset.</summary>
internal readonly record struct Fingerprint(string Hash)
{
    public const int MaxLength = 256;

    /// <summary>Of octets that are not there; like no other.</summary>
    public static Fingerprint None { get; } = new("");

    public static Fingerprint Of(ReadOnlySpan<byte> octets) => new(Convert.ToHexString(SHA256.HashData(octets).AsSpan(0, 16)));
}
