using System.Security.Cryptography;

namespace CC.Cms;

/// <summary>A digest, with its names on the wire.</summary>
internal sealed record DigestAlgorithm(HashAlgorithmName Name, string Oid, int Length, byte SchemeWithRsa)
{
    private static readonly DigestAlgorithm Sha1 = new(HashAlgorithmName.SHA1, "1.3.14.3.2.26", 20, 5);
    private static readonly DigestAlgorithm Sha256 = new(HashAlgorithmName.SHA256, "2.16.840.1.101.3.4.2.1", 32, 11);
    private static readonly DigestAlgorithm Sha384 = new(HashAlgorithmName.SHA384, "2.16.840.1.101.3.4.2.2", 48, 12);
    private static readonly DigestAlgorithm Sha512 = new(HashAlgorithmName.SHA512, "2.16.840.1.101.3.4.2.3", 64, 13);

    private readonly OpenSslDigest? direct = OpenSslDigest.Of(Name);

    private static ReadOnlySpan<byte> Sha1Octets => [0x2B, 0x0E, 0x03, 0x02, 0x1A];

    /// <summary>But for the last octet, which is 1 to 3 for 256 to 512 bits.</summary>
    private static ReadOnlySpan<byte> Sha2Octets => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

    public static DigestAlgorithm Of(CmsDigest digest) => digest switch
    {
        CmsDigest.Sha1 => Sha1,
        CmsDigest.Sha256 => Sha256,
        CmsDigest.Sha384 => Sha384,
        CmsDigest.Sha512 => Sha512,
        _ => throw new ArgumentOutOfRangeException(nameof(digest)),
    };

    public static DigestAlgorithm? Find(string? oid) => new[] { Sha1, Sha256, Sha384, Sha512 }.FirstOrDefault(digest => digest.Oid == oid);

    /// <summary>The digest of an object identifier's octets; null for any other.</summary>
    public static DigestAlgorithm? Find(ReadOnlySpan<byte> oid) =>
        oid.SequenceEqual(Sha1Octets) ? Sha1
        : oid.Length != Sha2Octets.Length + 1 || !oid.StartsWith(Sha2Octets) ? null
        : oid[^1] switch { 1 => Sha256, 2 => Sha384, 3 => Sha512, _ => null };

    /// <summary>Writes the digest of <paramref name="content"/>, and returns what was written.</summary>
    public ReadOnlySpan<byte> Hash(scoped ReadOnlySpan<byte> content, Span<byte> destination)
    {
        var hash = destination[..Length];
        if (direct?.TryHash(content, hash) != true)
        {
            CryptographicOperations.HashData(Name, content, hash);
        }

        return hash;
    }
}
