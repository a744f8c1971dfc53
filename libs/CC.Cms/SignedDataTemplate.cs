using System.Globalization;
using System.Security.Cryptography;

namespace CC.Cms;

/// <summary>
/// A detached signature in which only the time, the content's digest and the signature itself differ from message to message, and stand at the same
/// places: it is written once, and filled in each time. Thread-safe.
/// </summary>
internal sealed class SignedDataTemplate
{
    private const string TimeFormat = "yyMMddHHmmss";

    private static readonly DateTimeOffset Sample = new(2033, 11, 22, 10, 44, 55, TimeSpan.Zero);

    private readonly RSA key;
    private readonly DigestAlgorithm digest;
    private readonly byte[] octets;
    private readonly int signatureLength;
    private readonly Range attributes;
    private readonly int timeAt;
    private readonly int digestAt;

    public SignedDataTemplate(SignedDataWriter writer, RSA key, DigestAlgorithm digest)
    {
        (this.key, this.digest) = (key, digest);
        signatureLength = key.KeySize / 8;
        octets = writer.Write([], embed: false, Sample);
        var written = SignedDataShape.Read(octets).Attributes.Span;
        var start = octets.AsSpan().LastIndexOf(written);
        attributes = start..(start + written.Length);
        timeAt = start + written.IndexOf("331122104455Z"u8);
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        digestAt = start + written.IndexOf(digest.Hash([], hash));
    }

    /// <summary>The signature of content, or null for times that are written in another way (RFC 5652, section 11.3).</summary>
    public byte[]? Fill(ReadOnlySpan<byte> content, DateTimeOffset now)
    {
        if (now.Year is < 1950 or >= 2050)
        {
            return null;
        }

        var filled = octets.AsSpan().ToArray();
        now.UtcDateTime.TryFormat(filled.AsSpan(timeAt), out _, TimeFormat, CultureInfo.InvariantCulture);
        digest.Hash(content, filled.AsSpan(digestAt));
        filled[attributes.Start.Value] = DerCursor.Set; // That is what is signed (RFC 5652, section 5.4).
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        key.SignHash(digest.Hash(filled.AsSpan(attributes), hash), filled.AsSpan(filled.Length - signatureLength), digest.Name, RSASignaturePadding.Pkcs1);
        filled[attributes.Start.Value] = DerCursor.Context0;
        return filled;
    }
}
