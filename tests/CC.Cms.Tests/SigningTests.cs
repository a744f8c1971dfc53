using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace CC.Cms.Tests;

public sealed class SigningTests : IDisposable
{
    private static readonly byte[] Content = "{\"req\":\"log.info\"}"u8.ToArray();

    private readonly TestKeys keys = new();

    public void Dispose() => keys.Dispose();

    [Theory]
    [InlineData(CmsDigest.Sha1)]
    [InlineData(CmsDigest.Sha256)]
    [InlineData(CmsDigest.Sha384)]
    [InlineData(CmsDigest.Sha512)]
    public void What_is_signed_verifies_detached_and_opaque(CmsDigest digest)
    {
        keys.Issue("user1");
        var signer = keys.Signer("user1", digest);
        var verifier = keys.Verifier();

        var detached = verifier.VerifyDetached(signer.SignDetached(Content), Content);
        var opaque = verifier.VerifyOpaque(signer.SignOpaque(Content), out var content);

        Assert.Equal("user1", detached.CommonName);
        Assert.Equal(detached, opaque);
        Assert.Equal(Content, content.ToArray());
    }

    [Fact]
    public void The_form_is_that_of_CC_0_8_7()
    {
        keys.Issue("user1");

        var signed = new SignedCms(new ContentInfo(Content), detached: true);
        signed.Decode(keys.Signer("user1").SignDetached(Content));
        signed.CheckSignature(verifySignatureOnly: true);

        var signer = Assert.Single(signed.SignerInfos.Cast<SignerInfo>());
        Assert.Equal(1, signed.Version);
        Assert.Equal(SubjectIdentifierType.IssuerAndSerialNumber, signer.SignerIdentifier.Type);
        Assert.Equal(Oids.Rsa, signer.SignatureAlgorithm.Value);
        Assert.Single(signed.Certificates);
        Assert.Equal(keys.Time.GetUtcNow().UtcDateTime, signer.SignedAttributes.OfType<CryptographicAttributeObject>().SelectMany(attribute => attribute.Values.OfType<Pkcs9SigningTime>()).Single().SigningTime);
    }

    [Fact]
    public void What_others_sign_with_the_framework_verifies()
    {
        var signed = new SignedCms(new ContentInfo(Content), detached: true);
        signed.ComputeSignature(new CmsSigner(keys.Issue("user1")));

        Assert.Equal("user1", keys.Verifier().VerifyDetached(signed.Encode(), Content).CommonName);
    }

    [Fact]
    public void An_opaque_signature_beside_the_same_content_is_as_good_as_a_detached_one()
    {
        keys.Issue("user1");
        var signature = keys.Signer("user1").SignOpaque(Content);

        Assert.Equal("user1", keys.Verifier().VerifyDetached(signature, Content).CommonName);
        Assert.Equal(CmsFault.WrongSignature, Assert.Throws<CmsException>(() => keys.Verifier().VerifyDetached(signature, "other"u8.ToArray())).Fault);
    }

    [Fact]
    public void A_detached_signature_has_no_content_to_return()
    {
        keys.Issue("user1");

        Assert.Equal(CmsFault.Malformed, Assert.Throws<CmsException>(() => keys.Verifier().VerifyOpaque(keys.Signer("user1").SignDetached(Content), out _)).Fault);
    }

    [Fact]
    public void Other_content_does_not_verify()
    {
        keys.Issue("user1");

        Assert.Equal(CmsFault.WrongSignature, Assert.Throws<CmsException>(() => keys.Verifier().VerifyDetached(keys.Signer("user1").SignDetached(Content), "{}"u8.ToArray())).Fault);
    }

    [Fact]
    public void Two_signers_are_one_too_many()
    {
        var signed = new SignedCms(new ContentInfo(Content), detached: true);
        signed.ComputeSignature(new CmsSigner(keys.Issue("user1")));
        signed.ComputeSignature(new CmsSigner(keys.Issue("user2")));

        Assert.Equal(CmsFault.NotOneSigner, Assert.Throws<CmsException>(() => keys.Verifier().VerifyDetached(signed.Encode(), Content)).Fault);
    }

    [Fact]
    public void Another_padding_than_that_of_PKCS_1_v1_5_is_refused()
    {
        var signed = new SignedCms(new ContentInfo(Content), detached: true);
        signed.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, keys.Issue("user1"), null, RSASignaturePadding.Pss));

        Assert.Equal(CmsFault.Algorithm, Assert.Throws<CmsException>(() => keys.Verifier().VerifyDetached(signed.Encode(), Content)).Fault);
    }

    [Fact]
    public void No_bit_of_a_signature_can_be_flipped_and_nothing_but_the_coded_exception_comes()
    {
        keys.Issue("user1");
        var signature = keys.Signer("user1").SignDetached(Content);
        var verifier = keys.Verifier();
        verifier.VerifyDetached(signature, Content); // From here on the certificate is known.

        var verified = Enumerable.Range(0, signature.Length * 8).Where(bit =>
        {
            var flipped = signature.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                verifier.VerifyDetached(flipped, Content);
                return true;
            }
            catch (CmsException)
            {
                return false;
            }
        });

        Assert.Equal("", string.Join(", ", verified.Select(bit => $"octet {bit / 8} bit {bit % 8}: {Convert.ToHexString(signature.AsSpan(Math.Max(0, (bit / 8) - 8), 12))}")));
    }

    [Fact]
    public void No_part_of_a_signature_is_one_and_neither_is_anything_else()
    {
        keys.Issue("user1");
        var signature = keys.Signer("user1").SignOpaque(Content);
        var verifier = keys.Verifier();
        var random = new Random(1);

        for (var length = 0; length < signature.Length; length++)
        {
            Assert.Throws<CmsException>(() => verifier.VerifyOpaque(signature.AsMemory(0, length), out _));
            var noise = new byte[length];
            random.NextBytes(noise);
            Assert.Throws<CmsException>(() => verifier.VerifyOpaque(noise, out _));
        }

        Assert.Throws<CmsException>(() => verifier.VerifyOpaque(new byte[] { 0x30, 0x80 }.Concat(signature[4..]).ToArray(), out _));
        Assert.Throws<CmsException>(() => verifier.VerifyOpaque(signature.Append((byte)0).ToArray(), out _));
    }
}
