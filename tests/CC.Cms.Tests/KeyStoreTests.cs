using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms.Tests;

public sealed class KeyStoreTests : IDisposable
{
    private readonly TestKeys keys = new();

    public void Dispose() => keys.Dispose();

    [Theory]
    [InlineData("../user1")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public void A_name_leads_nowhere_else(string name) =>
        Assert.Contains("is no name", Assert.Throws<KeyStoreException>(() => keys.Store.CertificateFile(name)).Message);

    [Fact]
    public void A_key_with_a_passphrase_is_refused_with_what_to_do()
    {
        var key = keys.Issue("user1").GetRSAPrivateKey()!;
        File.WriteAllText(keys.Store.KeyFile("user1"), key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)));

        Assert.Contains("needs a passphrase", Assert.Throws<KeyStoreException>(() => keys.Signer("user1")).Message);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        keys.Issue("user1");
        keys.Issue("user2");
        File.Copy(keys.Store.KeyFile("user2"), keys.Store.KeyFile("user1"), overwrite: true);

        Assert.Contains("is not the key of", Assert.Throws<KeyStoreException>(() => keys.Signer("user1")).Message);
    }

    [Fact]
    public void What_is_missing_or_nonsense_is_named()
    {
        File.WriteAllText(keys["nonsense.crt"], "nonsense");

        Assert.Contains("missing.crt can't be read", Assert.Throws<KeyStoreException>(() => keys.Signer("missing")).Message);
        Assert.Contains("holds no certificate", Assert.Throws<KeyStoreException>(() => keys.Verifier("", "nonsense")).Message);
        Assert.Contains("holds no revocation list", Assert.Throws<KeyStoreException>(() => keys.Verifier(keys["nonsense.crt"])).Message);
    }

    [Fact]
    public void Another_certificate_is_taken_up_without_a_restart()
    {
        keys.Issue("user1");
        var signer = keys.Signer("user1");
        signer.SignDetached([]);

        keys.Issue("user1", subject: "CN=somebody else");
        keys.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("somebody else", keys.Verifier().VerifyDetached(signer.SignDetached([]), ReadOnlyMemory<byte>.Empty).CommonName);
    }

    [Fact]
    public void What_can_not_be_taken_up_leaves_the_last_in_use_and_is_told_once()
    {
        keys.Issue("user1");
        var told = new List<string>();
        var signer = ContentSigner.Open(keys.Store, "user1", CmsDigest.Sha256, keys.Time, told.Add);

        File.WriteAllText(keys.Store.CertificateFile("user1"), "half of a certif");
        for (var look = 0; look < 3; look++)
        {
            keys.Time.Advance(TimeSpan.FromSeconds(2));
            keys.Verifier().VerifyDetached(signer.SignDetached([]), ReadOnlyMemory<byte>.Empty);
        }

        Assert.Contains("holds no certificate", Assert.Single(told));
    }
}
