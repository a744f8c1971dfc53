using CC.Cms;

namespace CC.Interop.Tests.Cms;

/// <summary>Both ways with openssl, which makes and takes what CC 0.8.7 does.</summary>
public sealed class OpenSslTests(KeyFiles keys) : IClassFixture<KeyFiles>
{
    private static readonly byte[] Content = "{\"req\": \"log.info\",\n \"x\": \"\u00e5\"}\r\n"u8.ToArray();

    [Theory]
    [InlineData(CmsDigest.Sha1)]
    [InlineData(CmsDigest.Sha256)]
    [InlineData(CmsDigest.Sha512)]
    public void What_we_sign_openssl_verifies(CmsDigest digest)
    {
        var part1 = Write("part1", Content);
        var part2 = Write("part2", ContentSigner.Open(keys.Store, "user1", digest, TimeProvider.System).SignDetached(Content));

        OpenSsl.Run($"cms -verify -inform DER -in {part2} -content {part1} -binary -CAfile {keys["ca.crt"]} -out {keys["verified"]}");

        Assert.Equal(Content, File.ReadAllBytes(keys["verified"]));
    }

    [Theory]
    [InlineData(ContentCipher.Aes128)]
    [InlineData(ContentCipher.Aes256)]
    public void What_we_sign_and_encrypt_openssl_decrypts_and_verifies(ContentCipher cipher)
    {
        var signed = ContentSigner.Open(keys.Store, "user1", CmsDigest.Sha256, TimeProvider.System).SignOpaque(Content);
        var part2 = Write("part2", ContentEncryptor.Open(keys.Store, "server", cipher, TimeProvider.System).Encrypt(signed));

        OpenSsl.Run($"cms -decrypt -inform DER -in {part2} -recip {keys["server.crt"]} -inkey {keys["private/server.key"]} -binary -out {keys["signed"]}");
        OpenSsl.Run($"cms -verify -inform DER -in {keys["signed"]} -binary -CAfile {keys["ca.crt"]} -out {keys["verified"]}");

        Assert.Equal(Content, File.ReadAllBytes(keys["verified"]));
    }

    [Theory]
    [InlineData("cms", "-md sha1")]
    [InlineData("cms", "-md sha256")]
    [InlineData("cms", "-md sha384")]
    [InlineData("cms", "-md sha512")]
    [InlineData("cms", "-noattr")]
    [InlineData("cms", "-nosmimecap")]
    [InlineData("cms", "-nodetach")]
    [InlineData("cms", "-nodetach -stream")]
    [InlineData("cms", "-stream")]
    [InlineData("cms", "-keyid")]
    [InlineData("smime", "")]
    [InlineData("smime", "-md sha1")]
    public void What_openssl_signs_we_verify(string command, string options)
    {
        var signature = Signed(command, options);

        Assert.Equal("user1", Verifier().VerifyDetached(signature, Content).CommonName);
    }

    [Theory]
    [InlineData("-keyopt rsa_padding_mode:pss", CmsFault.Algorithm)]
    [InlineData("-nocerts", CmsFault.NoCertificate)]
    [InlineData("-md md5", CmsFault.Algorithm)]
    public void What_the_original_refuses_we_refuse(string options, CmsFault fault) =>
        Assert.Equal(fault, Assert.Throws<CmsException>(() => Verifier().VerifyDetached(Signed("cms", options), Content)).Fault);

    [Fact]
    public void Two_signers_of_openssl_are_refused()
    {
        var signature = Signed("cms", $"-signer {keys["server.crt"]} -inkey {keys["private/server.key"]}");

        Assert.Equal(CmsFault.NotOneSigner, Assert.Throws<CmsException>(() => Verifier().VerifyDetached(signature, Content)).Fault);
    }

    [Theory]
    [InlineData("-aes128")]
    [InlineData("-aes256")]
    [InlineData("-des3")]
    public void What_openssl_encrypts_we_decrypt(string cipher)
    {
        File.WriteAllBytes(keys["signed"], Signed("cms", "-nodetach"));

        var opened = Decryptor().Decrypt(Encrypted(keys["signed"], cipher));

        Assert.Equal("user1", Verifier().VerifyOpaque(opened, out var content).CommonName);
        Assert.Equal(Content, content.ToArray());
    }

    [Theory]
    [InlineData("-aes128 -keyopt rsa_padding_mode:oaep")]
    [InlineData("-aes-128-gcm")]
    public void Ciphers_that_the_original_can_not_read_are_refused(string cipher)
    {
        var encrypted = Encrypted(Write("part1", Content), cipher);

        Assert.Throws<CmsException>(() => Decryptor().Decrypt(encrypted));
    }

    [Fact]
    public void Openssl_takes_our_certificates_and_revocation_lists()
    {
        var list = CertificateIssuer.RevocationList(keys.Authority, null, [keys.Store.Certificate("server").SerialNumber], TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1));
        File.WriteAllText(keys["ca.crl"], list);

        var valid = OpenSsl.Run($"verify -purpose smimesign -crl_check -CRLfile {keys["ca.crl"]} -CAfile {keys["ca.crt"]} {keys["user1.crt"]}");
        var listed = OpenSsl.Run($"crl -in {keys["ca.crl"]} -noout -text -CAfile {keys["ca.crt"]}");

        Assert.Contains("OK", valid);
        Assert.Contains("verify OK", listed);
        Assert.Contains("Serial Number", listed);
    }

    private byte[] Signed(string command, string options)
    {
        OpenSsl.Run($"{command} -sign -binary -outform DER -in {Write("part1", Content)} -signer {keys["user1.crt"]} -inkey {keys["private/user1.key"]} {options} -out {keys["part2"]}");
        return File.ReadAllBytes(keys["part2"]);
    }

    private byte[] Encrypted(string file, string options)
    {
        var (cipher, keyOptions) = options.IndexOf(" -keyopt", StringComparison.Ordinal) is var at and > 0 ? (options[..at], options[at..]) : (options, "");
        OpenSsl.Run($"cms -encrypt -binary -outform DER {cipher} -in {file} -out {keys["encrypted"]} -recip {keys["server.crt"]}{keyOptions}");
        return File.ReadAllBytes(keys["encrypted"]);
    }

    private string Write(string name, byte[] octets)
    {
        File.WriteAllBytes(keys[name], octets);
        return keys[name];
    }

    private SignatureVerifier Verifier() => SignatureVerifier.Open(keys.Store, ["ca"], "", TimeProvider.System);

    private ContentDecryptor Decryptor() => ContentDecryptor.Open(keys.Store, "server", TimeProvider.System);
}
