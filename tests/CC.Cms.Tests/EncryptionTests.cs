using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace CC.Cms.Tests;

public sealed class EncryptionTests : IDisposable
{
    private static readonly byte[] Content = "content"u8.ToArray();

    private readonly TestKeys keys = new();

    public EncryptionTests() => keys.Issue("server");

    public void Dispose() => keys.Dispose();

    [Theory]
    [InlineData(ContentCipher.Aes128, Oids.Aes128Cbc)]
    [InlineData(ContentCipher.Aes256, Oids.Aes256Cbc)]
    public void What_is_encrypted_is_decrypted_with_the_key(ContentCipher cipher, string oid)
    {
        var encrypted = ContentEncryptor.Open(keys.Store, "server", cipher, keys.Time).Encrypt(Content);

        Assert.Equal(Content, Decryptor("server").Decrypt(encrypted));
        var enveloped = new EnvelopedCms();
        enveloped.Decode(encrypted);
        Assert.Equal(0, enveloped.Version);
        Assert.Equal(oid, enveloped.ContentEncryptionAlgorithm.Oid.Value);
        Assert.Equal(SubjectIdentifierType.IssuerAndSerialNumber, Assert.Single(enveloped.RecipientInfos.OfType<RecipientInfo>()).RecipientIdentifier.Type);
    }

    [Fact]
    public void What_is_for_others_or_damaged_is_refused_by_the_coded_exception()
    {
        keys.Issue("other");
        var encrypted = ContentEncryptor.Open(keys.Store, "server", ContentCipher.Aes128, keys.Time).Encrypt(Content);
        var decryptor = Decryptor("server");

        Assert.Equal(CmsFault.Undecryptable, Assert.Throws<CmsException>(() => Decryptor("other").Decrypt(encrypted)).Fault);
        for (var i = 0; i < encrypted.Length; i += 7)
        {
            var damaged = encrypted.ToArray();
            damaged[i] ^= 0x55;
            try
            {
                Assert.NotEqual(Content, decryptor.Decrypt(damaged)); // What is signed within tells damage from content.
            }
            catch (CmsException)
            {
                // As it should be.
            }
        }
    }

    [Fact]
    public void Another_padding_or_mode_is_refused()
    {
        var enveloped = new EnvelopedCms(new ContentInfo(Content), new AlgorithmIdentifier(new Oid(Oids.Aes128Cbc)));
        enveloped.Encrypt(new CmsRecipient(SubjectIdentifierType.IssuerAndSerialNumber, keys.Made("server"), RSAEncryptionPadding.OaepSHA1));

        Assert.Equal(CmsFault.Algorithm, Assert.Throws<CmsException>(() => Decryptor("server").Decrypt(enveloped.Encode())).Fault);
    }

    private ContentDecryptor Decryptor(string name) => ContentDecryptor.Open(keys.Store, name, keys.Time);
}
