namespace CC.Cms;

/// <summary>Object identifiers, as text and as the octets of their contents in DER.</summary>
internal static class Oids
{
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string Content = "1.2.840.113549.1.7.1";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningTime = "1.2.840.113549.1.9.5";
    public const string Rsa = "1.2.840.113549.1.1.1";
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    public const string CommonName = "2.5.4.3";
    public const string Aes128Cbc = "2.16.840.1.101.3.4.1.2";
    public const string Aes192Cbc = "2.16.840.1.101.3.4.1.22";
    public const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    public const string TripleDesCbc = "1.2.840.113549.3.7";

    public static ReadOnlySpan<byte> SignedDataOctets => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

    public static ReadOnlySpan<byte> ContentOctets => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];

    public static ReadOnlySpan<byte> ContentTypeOctets => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];

    public static ReadOnlySpan<byte> MessageDigestOctets => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];

    /// <summary>PKCS #1: what follows says which scheme, 1 for RSA alone, 5 and 11 to 13 with a digest (RFC 8017, appendix A.2.4).</summary>
    public static ReadOnlySpan<byte> Pkcs1Octets => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];
}
