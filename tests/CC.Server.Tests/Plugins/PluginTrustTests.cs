using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using CC.Sdk.Testing;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

public sealed class PluginTrustTests : IDisposable
{
    private static readonly byte[] Content = "the octets of a plugin"u8.ToArray();

    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private readonly TemporaryFolder folder = new();
    private readonly X509Certificate2 authority = Authority("CN=CC test authority");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_somebody_of_the_authority_has_signed_is_admitted_under_their_name()
    {
        Sign(Content, Issue(authority, "CN=release"));

        Assert.Equal("CN=release", Trust().Admit(folder["a.dll"], Content));
        Assert.Equal(("valid", "CN=release"), PluginTrust.Verdict(Options(), folder["a.dll"], Content));
    }

    [Fact]
    public void A_file_without_a_signature_is_refused()
    {
        Assert.EndsWith($"has no signature, and require-signature is set; sign it with: ccctl plugins sign {folder["a.dll"]} --key KEY.pem --cert CERT.pem", Refused(Content), StringComparison.Ordinal);
        Assert.Equal("missing", PluginTrust.Verdict(Options(), folder["a.dll"], Content).Verdict);
    }

    /// <summary>A next build may be deployed over the original at any moment, its signature with it.</summary>
    [Fact]
    public void A_copy_is_judged_by_the_signature_that_was_copied_with_it_and_named_as_its_original()
    {
        Sign(Content, Issue(authority, "CN=release"));
        var copy = folder["copy.dll"];
        File.Copy(folder["a.dll.p7s"], $"{copy}.p7s");
        File.WriteAllText(folder["a.dll.p7s"], "of the next build");

        Assert.Equal("CN=release", Trust().Admit(copy, Content, folder["a.dll"]));
        var refused = Assert.Throws<PluginTrustException>(() => Trust().Admit(copy, "other octets"u8.ToArray(), folder["a.dll"]));
        Assert.StartsWith($"the signature {folder["a.dll.p7s"]} does not hold", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_changed_afterwards_is_refused()
    {
        Sign(Content, Issue(authority, "CN=release"));

        Assert.Contains("does not hold", Refused("other octets"u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Whom_another_authority_has_certified_is_refused()
    {
        Sign(Content, Issue(Authority("CN=somebody else"), "CN=release"));

        Assert.Contains("is not one of a configured authority", Refused(Content), StringComparison.Ordinal);
    }

    [Fact]
    public void An_authority_of_the_same_name_with_another_key_is_another_one()
    {
        Sign(Content, Issue(Authority("CN=CC test authority"), "CN=release"));

        Assert.Contains("is not one of a configured authority", Refused(Content), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_is_over_is_refused()
    {
        Sign(Content, Issue(authority, "CN=release", until: DateTimeOffset.UtcNow.AddMinutes(-1)));

        Assert.Contains("not valid now", Refused(Content), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_for_something_else_is_refused()
    {
        Sign(Content, Issue(authority, "CN=web", usage: "1.3.6.1.5.5.7.3.1"));

        Assert.Contains("is for neither code nor messages", Refused(Content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.3")]
    [InlineData("1.3.6.1.5.5.7.3.4")]
    public void A_certificate_for_code_or_for_messages_is_accepted(string usage)
    {
        Sign(Content, Issue(authority, "CN=release", usage: usage));

        Assert.Equal("CN=release", Trust().Admit(folder["a.dll"], Content));
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.KeyEncipherment)]
    [InlineData(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)]
    public void A_key_that_is_not_for_signing_is_refused(X509KeyUsageFlags key)
    {
        Sign(Content, Issue(authority, "CN=release", key: key));

        Assert.Contains($"the key usage of the certificate of CN=release is {key}, and must have digitalSignature or nonRepudiation", Refused(Content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.DigitalSignature)]
    [InlineData(X509KeyUsageFlags.NonRepudiation)]
    [InlineData(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment)]
    public void A_key_for_signing_is_accepted(X509KeyUsageFlags key)
    {
        Sign(Content, Issue(authority, "CN=release", key: key));

        Assert.Equal("CN=release", Trust().Admit(folder["a.dll"], Content));
    }

    [Theory]
    [InlineData("1.2.840.113549.2.5", "md5")]
    [InlineData("1.3.14.3.2.26", "sha1")]
    public void A_digest_that_can_be_forged_is_refused(string digest, string name)
    {
        Sign(Content, digest, Issue(authority, "CN=release"));

        Assert.Contains($"its digest is {name}, and must be SHA-256 or stronger", Refused(Content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.16.840.1.101.3.4.2.1")]
    [InlineData("2.16.840.1.101.3.4.2.2")]
    [InlineData("2.16.840.1.101.3.4.2.3")]
    public void A_digest_that_can_not_be_forged_is_accepted(string digest)
    {
        Sign(Content, digest, Issue(authority, "CN=release"));

        Assert.Equal("CN=release", Trust().Admit(folder["a.dll"], Content));
    }

    [Fact]
    public void Two_signers_are_refused()
    {
        Sign(Content, Sha256, Issue(authority, "CN=one"), Issue(authority, "CN=two"));

        Assert.Contains("it must have one signer, with the certificate", Refused(Content), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_between_that_comes_with_the_signature_is_used()
    {
        var between = Issue(authority, "CN=department", isAuthority: true);
        var signer = Issue(between, "CN=release", until: DateTimeOffset.UtcNow.AddMinutes(30));

        Sign(Content, signer);
        Assert.Contains("is not one of a configured authority", Refused(Content), StringComparison.Ordinal);

        Sign(Content, Sha256, [between], signer);
        Assert.Equal("CN=release", Trust().Admit(folder["a.dll"], Content));
    }

    [Fact]
    public void What_is_no_signature_is_refused()
    {
        folder.File("a.dll.p7s", "nonsense");

        Assert.Contains("does not hold", Refused(Content), StringComparison.Ordinal);
    }

    [Fact]
    public void An_authority_that_can_not_be_read_lets_nothing_pass()
    {
        var options = new PluginOptions { RequireSignature = true, SignatureCa = folder["missing.pem"] };

        Assert.Contains("can't be used", Assert.Throws<PluginTrustException>(() => PluginTrust.Of(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_asked_where_no_signature_is_required() => Assert.Null(PluginTrust.Of(new PluginOptions()));

    private PluginTrust Trust() => PluginTrust.Of(Options())!;

    private PluginOptions Options() => new() { RequireSignature = true, SignatureCa = folder.File("ca.pem", authority.ExportCertificatePem()) };

    private string Refused(byte[] content) => Assert.Throws<PluginTrustException>(() => Trust().Admit(folder["a.dll"], content)).Message;

    private void Sign(byte[] content, X509Certificate2 signer) => Sign(content, Sha256, signer);

    private void Sign(byte[] content, string digest, params X509Certificate2[] signers) => Sign(content, digest, [], signers);

    private void Sign(byte[] content, string digest, X509Certificate2Collection others, params X509Certificate2[] signers)
    {
        var signed = new SignedCms(new ContentInfo(content), detached: true);
        foreach (var signer in signers)
        {
            var one = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, signer) { IncludeOption = X509IncludeOption.EndCertOnly, DigestAlgorithm = new Oid(digest) };
            one.Certificates.AddRange(others);
            signed.ComputeSignature(one);
        }

        File.WriteAllBytes(folder["a.dll.p7s"], signed.Encode());
    }

    private static X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest(name, RSA.Create(2048), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 by, string name, DateTimeOffset? until = null, string? usage = null, X509KeyUsageFlags? key = null, bool isAuthority = false)
    {
        using var pair = RSA.Create(2048);
        var request = new CertificateRequest(name, pair, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        }

        if (key is { } flags)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(flags, critical: true));
        }

        if (isAuthority)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        }

        return request.Create(by, DateTimeOffset.UtcNow.AddHours(-1), until ?? DateTimeOffset.UtcNow.AddMinutes(50), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(pair);
    }
}
