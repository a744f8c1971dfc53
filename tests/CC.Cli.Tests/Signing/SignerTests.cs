using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CC.Cli.Signing;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Signing;

public sealed class SignerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writes_a_detached_signature_with_the_certificate_in_it(bool elliptic)
    {
        var (certificate, key) = Make(elliptic);
        var file = folder.File("a.dll", "some octets");

        var ran = await Ctl.RunAsync("plugins", "sign", file, "--key", folder.File("key.pem", key), "--cert", folder.File("cert.pem", certificate));

        Assert.Equal((ExitCode.Ok, $"{file}.p7s: signed by CN=Signer\n"), (ran.Code, ran.Output));
        var signed = Signed(file);
        signed.CheckSignature(verifySignatureOnly: true);
        Assert.Equal(("CN=Signer", "2.16.840.1.101.3.4.2.1"), (Assert.Single(signed.Certificates).Subject, Assert.Single(signed.SignerInfos.Cast<SignerInfo>()).DigestAlgorithm.Value));
        Assert.False(File.Exists($"{file}.p7s.new"));
    }

    [Fact]
    public async Task Another_signature_takes_the_place_of_the_one_before_which_whoever_reads_it_reads_to_its_end()
    {
        var (certificate, key) = Make();
        var file = folder.File("a.dll", "some octets");
        string[] line = ["plugins", "sign", file, "--key", folder.File("key.pem", key), "--cert", folder.File("cert.pem", certificate)];
        await Ctl.RunAsync(line);
        var before = await File.ReadAllBytesAsync($"{file}.p7s");
        await using var reading = new FileStream($"{file}.p7s", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        folder.File("a.dll", "other octets");
        var ran = await Ctl.RunAsync(line);

        var read = new byte[before.Length];
        await reading.ReadExactlyAsync(read);
        Assert.Equal(ExitCode.Ok, ran.Code);
        Assert.Equal(before, read);
        Signed(file).CheckSignature(verifySignatureOnly: true);
    }

    [Fact]
    public async Task What_is_changed_afterwards_no_longer_holds()
    {
        var (certificate, key) = Make();
        var file = folder.File("a.dll", "some octets");
        await Ctl.RunAsync("plugins", "sign", file, "--key", folder.File("key.pem", key), "--cert", folder.File("cert.pem", certificate));

        folder.File("a.dll", "some octetz");

        Assert.Throws<CryptographicException>(() => Signed(file).CheckSignature(verifySignatureOnly: true));
    }

    [Fact]
    public async Task Takes_several_files_a_chain_and_json()
    {
        var (certificate, key) = Make();
        var (other, _) = Make(subject: "CN=Between");
        string[] files = [folder.File("a.dll", "a"), folder.File("b.dll", "b")];

        var ran = await Ctl.RunAsync([
            "plugins", "sign", .. files, "--json", "--chain", folder.File("chain.pem", other), "--key", folder.File("key.pem", key), "--cert", folder.File("cert.pem", certificate)]);

        var told = JsonDocument.Parse(ran.Output).RootElement.EnumerateArray().Select(file => file.GetProperty("file").GetString());
        Assert.Equal(files, told);
        Assert.All(files, file => Assert.Equal(["CN=Between", "CN=Signer"], Signed(file).Certificates.Select(one => one.Subject).Order()));
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_refused()
    {
        var (certificate, _) = Make();
        var (_, key) = Make();

        var ran = await Ctl.RunAsync("plugins", "sign", folder.File("a.dll", "a"), "--key", folder.File("key.pem", key), "--cert", folder.File("cert.pem", certificate));

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.False(File.Exists(folder["a.dll.p7s"]));
    }

    [Fact]
    public async Task An_encrypted_key_needs_its_passphrase_in_the_environment()
    {
        using var rsa = RSA.Create(2048);
        var (certificate, _) = Make(rsa);
        var key = rsa.ExportEncryptedPkcs8PrivateKeyPem("open sesame", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        string[] line = ["plugins", "sign", folder.File("a.dll", "a"), "--key", folder.File("key.pem", key), "--cert", folder.File("cert.pem", certificate)];

        var without = await Ctl.RunAsync(line);
        var wrong = await Ctl.RunAsync(null, false, _ => "another", line);
        var right = await Ctl.RunAsync(null, false, name => name == Signer.PassphraseVariable ? "open sesame" : null, line);

        Assert.Equal((ExitCode.Usage, ExitCode.Usage, ExitCode.Ok), (without.Code, wrong.Code, right.Code));
        Assert.Contains(Signer.PassphraseVariable, without.Error);
    }

    [Fact]
    public async Task A_key_that_is_encrypted_in_the_traditional_way_is_refused_with_what_converts_it()
    {
        var (certificate, _) = Make();
        var key = folder.File("key.pem", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");

        var ran = await Ctl.RunAsync(null, false, _ => "open sesame", "plugins", "sign", folder.File("a.dll", "a"), "--key", key, "--cert", folder.File("cert.pem", certificate));

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.Contains($"openssl pkcs8 -topk8 -in {key}", ran.Error);
    }

    [Theory]
    [InlineData(30, 40)]
    [InlineData(80, 90)]
    public async Task A_certificate_that_is_not_valid_now_is_refused(int from, int to)
    {
        var (certificate, key) = Make(from: from, to: to);

        var ran = await Ctl.RunAsync("plugins", "sign", folder.File("a.dll", "a"), "--key", folder.File("key.pem", key), "--cert", folder.File("cert.pem", certificate));

        Assert.Equal((ExitCode.Usage, ""), (ran.Code, ran.Output));
        Assert.Contains($"is valid from {1970 + from}-01-01 00:00 to {1970 + to}-01-01 00:00 UTC, and not now", ran.Error);
        Assert.False(File.Exists(folder["a.dll.p7s"]));
    }

    [Fact]
    public async Task What_was_signed_before_a_file_that_can_not_be_is_told_of()
    {
        var (certificate, key) = Make();
        var file = folder.File("a.dll", "a");
        string[] line = ["plugins", "sign", file, "/there/is/no/such", "--key", folder.File("key.pem", key), "--cert", folder.File("cert.pem", certificate)];

        var plain = await Ctl.RunAsync(line);
        var json = await Ctl.RunAsync([.. line, "--json"]);

        Assert.Equal((ExitCode.Usage, $"{file}.p7s: signed by CN=Signer\n"), (plain.Code, plain.Output));
        Assert.Contains("/there/is/no/such", plain.Error);
        var told = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal((ExitCode.Usage, "error", "usage"), (json.Code, told.GetProperty("req").GetString(), told.GetProperty("code").GetString()));
        Assert.Equal(file, Assert.Single(told.GetProperty("signed").EnumerateArray()).GetProperty("file").GetString());
    }

    private static SignedCms Signed(string file)
    {
        var signed = new SignedCms(new ContentInfo(File.ReadAllBytes(file)), detached: true);
        signed.Decode(File.ReadAllBytes($"{file}.p7s"));
        return signed;
    }

    private static (string Certificate, string Key) Make(bool elliptic = false, string subject = "CN=Signer", int from = 50, int to = 90)
    {
        using AsymmetricAlgorithm key = elliptic ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        return Make(key, subject, from, to);
    }

    private static (string Certificate, string Key) Make(AsymmetricAlgorithm key, string subject = "CN=Signer", int from = 50, int to = 90)
    {
        var request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(from), DateTimeOffset.UnixEpoch.AddYears(to));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
