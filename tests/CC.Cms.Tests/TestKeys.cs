using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Cms.Tests;

/// <summary>A key store of its own for one test: an authority <c>ca</c>, and certificates that it has issued. Keys are made once, as that takes long.</summary>
internal sealed class TestKeys : IDisposable
{
    private static readonly Lazy<RSA>[] Pool = [.. Enumerable.Range(0, 6).Select(_ => new Lazy<RSA>(() => RSA.Create(2048)))];

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, X509Certificate2> made = [];
    private int next;

    public TestKeys()
    {
        folder.Folder("private");
        Store = new KeyStore(folder.Path);
        Authority("ca");
    }

    public ManualTime Time { get; } = new();

    public KeyStore Store { get; }

    public string this[string file] => folder[file];

    public X509Certificate2 Made(string name) => made[name];

    public X509Certificate2 Authority(string name) =>
        Write(name, CertificateIssuer.Authority(new X500DistinguishedName($"CN={name}, O=Test"), Key(), Time.GetUtcNow().AddDays(-1), TimeSpan.FromDays(1000)));

    /// <summary>A certificate as it should be, of an authority.</summary>
    public X509Certificate2 Issue(string name, string authority = "ca", string? subject = null, double from = -1, double days = 100) => Write(name, CertificateIssuer.Issue(
        made[authority], new X500DistinguishedName(subject ?? $"CN={name}, O=Test"), Key(), "", Time.GetUtcNow().AddDays(from), TimeSpan.FromDays(days)));

    /// <summary>A certificate with extensions of one's own.</summary>
    public X509Certificate2 IssueWith(string name, string authority, params X509Extension[] extensions)
    {
        var key = Key();
        var request = new CertificateRequest($"CN={name}, O=Test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Array.ForEach(extensions, request.CertificateExtensions.Add);
        var issuer = X509SignatureGenerator.CreateForRSA(made[authority].GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);
        var issued = request.Create(made[authority].SubjectName, issuer, made[authority].NotBefore, Time.GetUtcNow().AddDays(100), RandomNumberGenerator.GetBytes(8));
        return Write(name, issued.CopyWithPrivateKey(key));
    }

    public string Revoke(string authority, params string[] names)
    {
        File.WriteAllText(folder[$"{authority}.crl"], CertificateIssuer.RevocationList(
            made[authority], null, names.Select(name => made[name].SerialNumber), Time.GetUtcNow(), TimeSpan.FromDays(10)));
        return folder[$"{authority}.crl"];
    }

    public ContentSigner Signer(string name, CmsDigest digest = CmsDigest.Sha256) => ContentSigner.Open(Store, name, digest, Time);

    public SignatureVerifier Verifier(string revocations = "", params string[] authorities) =>
        SignatureVerifier.Open(Store, authorities is [] ? ["ca"] : authorities, revocations, Time);

    public void Dispose() => folder.Dispose();

    public X509Certificate2 Write(string name, X509Certificate2 certificate)
    {
        File.WriteAllText(Store.CertificateFile(name), certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(Store.KeyFile(name), certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n");
        return made[name] = certificate;
    }

    private RSA Key() => Pool[next++ % Pool.Length].Value;
}
