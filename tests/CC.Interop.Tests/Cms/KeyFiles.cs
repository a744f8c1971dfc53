using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CC.Cms;
using CC.Sdk.Testing;

namespace CC.Interop.Tests.Cms;

/// <summary>A keystore with an authority <c>ca</c> and the certificates <c>user1</c> and <c>server</c>, and files to give to openssl.</summary>
public sealed class KeyFiles : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public KeyFiles()
    {
        folder.Folder("private");
        Store = new KeyStore(folder.Path);
        var now = TimeProvider.System.GetUtcNow();
        using var key = RSA.Create(2048);
        Authority = CertificateIssuer.Authority(new X500DistinguishedName("CN=ca, O=Test"), key, now.AddDays(-1), TimeSpan.FromDays(100));
        Write("ca", Authority, key);
        foreach (var name in new[] { "user1", "server" })
        {
            using var own = RSA.Create(2048);
            Write(name, CertificateIssuer.Issue(Authority, new X500DistinguishedName($"CN={name}, O=Test"), own, $"{name}@example.org", now.AddDays(-1), TimeSpan.FromDays(10)), own);
        }
    }

    public X509Certificate2 Authority { get; }

    public KeyStore Store { get; }

    public string this[string name] => folder[name];

    public void Dispose()
    {
        Authority.Dispose();
        folder.Dispose();
    }

    private void Write(string name, X509Certificate2 certificate, RSA key)
    {
        File.WriteAllText(Store.CertificateFile(name), certificate.ExportCertificatePem());
        File.WriteAllText(Store.KeyFile(name), key.ExportPkcs8PrivateKeyPem());
    }
}
