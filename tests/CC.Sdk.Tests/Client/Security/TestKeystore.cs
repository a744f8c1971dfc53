using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CC.Client.Security;
using CC.Cms;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Sdk.Tests.Client.Security;

/// <summary>A keystore with the authorities <c>ca</c> and <c>other</c>, and <c>user1</c>, <c>user2</c> and <c>server</c> of the first; made once, as that takes long.</summary>
public sealed class TestKeystore : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TestKeystore()
    {
        folder.Folder("private");
        var now = new ManualTime().GetUtcNow();
        using var keys = RSA.Create(2048);
        var ca = CertificateIssuer.Authority(new X500DistinguishedName("CN=ca"), keys, now.AddDays(-1), TimeSpan.FromDays(100));
        Write("ca", ca, keys);
        foreach (var name in new[] { "user1", "user2", "server" })
        {
            using var key = RSA.Create(2048);
            Write(name, CertificateIssuer.Issue(ca, new X500DistinguishedName($"CN={name}"), key, "", now.AddDays(-1), TimeSpan.FromDays(50)), key);
        }

        using var others = RSA.Create(2048);
        Write("other", CertificateIssuer.Authority(new X500DistinguishedName("CN=other"), others, now.AddDays(-1), TimeSpan.FromDays(100)), others);
    }

    public string Folder => folder.Path;

    public CmsOptions Signing(string name) => new() { CmsKeystore = Folder, CmsSign = name };

    public CmsOptions Verifying(string authority = "ca") => new() { CmsKeystore = Folder, CmsVerifyCa = [authority] };

    public void Dispose() => folder.Dispose();

    private void Write(string name, X509Certificate2 certificate, RSA key)
    {
        folder.File($"{name}.crt", certificate.ExportCertificatePem());
        folder.File($"private/{name}.key", key.ExportPkcs8PrivateKeyPem());
    }
}
