using System.Security.Cryptography;

namespace CC.Cms.Tests;

public sealed class VerificationKeyTests
{
    [Theory]
    [InlineData(CmsDigest.Sha1)]
    [InlineData(CmsDigest.Sha256)]
    [InlineData(CmsDigest.Sha384)]
    [InlineData(CmsDigest.Sha512)]
    public void Says_of_every_signature_what_the_framework_says(CmsDigest of)
    {
        using var rsa = RSA.Create(2048);
        var digest = DigestAlgorithm.Of(of);
        var key = new VerificationKey(rsa);
        var hash = CryptographicOperations.HashData(digest.Name, "content"u8);
        var signature = rsa.SignHash(hash, digest.Name, RSASignaturePadding.Pkcs1);
        byte[] other = [.. signature[..^1], (byte)(signature[^1] ^ 1)];

        Assert.Equal(OperatingSystem.IsLinux() && SafeEvpPKeyHandle.OpenSslVersion >= 0x30000000, key.IsDirect);
        Assert.True(key.Verifies(hash, signature, digest));
        Assert.True(key.Verifies(hash, signature, digest));
        Assert.False(key.Verifies(hash, other, digest));
        Assert.False(key.Verifies(hash, signature[..^1], digest));
        Assert.False(key.Verifies(hash, [], digest));
        Assert.False(key.Verifies(hash[1..], signature, digest));
        Assert.False(key.Verifies(hash, rsa.SignHash(hash, digest.Name, RSASignaturePadding.Pss), digest));
    }

    [Fact]
    public void Is_asked_by_many_threads_at_once()
    {
        using var rsa = RSA.Create(2048);
        var digest = DigestAlgorithm.Of(CmsDigest.Sha256);
        var key = new VerificationKey(rsa);
        var hash = CryptographicOperations.HashData(digest.Name, "content"u8);
        var good = rsa.SignHash(hash, digest.Name, RSASignaturePadding.Pkcs1);
        var bad = good.Reverse().ToArray();

        var wrong = ParallelEnumerable.Range(0, 4000).Count(i => key.Verifies(hash, i % 2 == 0 ? good : bad, digest) != (i % 2 == 0));

        Assert.Equal(0, wrong);
    }
}
