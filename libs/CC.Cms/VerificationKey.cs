using System.Security.Cryptography;

namespace CC.Cms;

/// <summary>A signer's public key: by the shortest way to OpenSSL where there is one, by the framework elsewhere.</summary>
internal sealed class VerificationKey(RSA key)
{
    private readonly OpenSslKey? direct = OpenSslKey.Of(key);

    /// <summary>Whether the key is asked directly.</summary>
    public bool IsDirect => direct is not null;

    /// <summary>Whether a signature with the padding of PKCS #1 v1.5 is that of a hash.</summary>
    public bool Verifies(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, DigestAlgorithm digest)
    {
        if (direct?.Verify(hash, signature, digest.Name) is { } verdict)
        {
            return verdict;
        }

        try
        {
            return key.VerifyHash(hash, signature, digest.Name, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
