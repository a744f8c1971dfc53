using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CC.Cms;

namespace CC.Bench.Cms;

/// <summary>Keys to measure with.</summary>
internal static class SomeKeys
{
    /// <summary>Makes the authority <c>ca</c>, and a key and certificate of it, <c>user</c>, in a keystore.</summary>
    public static X509Certificate2 Write(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = RSA.Create(2048);
        using var authority = CertificateIssuer.Authority(new X500DistinguishedName("CN=ca"), authorityKey, now.AddDays(-1), TimeSpan.FromDays(10));
        using var key = RSA.Create(2048);
        var certificate = CertificateIssuer.Issue(authority, new X500DistinguishedName("CN=user"), key, "", now, TimeSpan.FromDays(1));
        Directory.CreateDirectory(Path.Combine(folder, "private"));
        File.WriteAllText(Path.Combine(folder, "ca.crt"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "user.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "private", "user.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
