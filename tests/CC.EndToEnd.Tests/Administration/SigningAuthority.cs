using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Administration;

/// <summary>An authority, and somebody whose certificate it has issued, as files.</summary>
internal sealed class SigningAuthority
{
    private static readonly DateTimeOffset From = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly DateTimeOffset Until = DateTimeOffset.UnixEpoch.AddYears(90);

    public SigningAuthority(TemporaryFolder folder, string name = "authority")
    {
        using var rootKey = RSA.Create(2048);
        var root = new CertificateRequest("CN=Authority", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = root.CreateSelfSigned(From, Until);
        using var key = RSA.Create(2048);
        var signer = new CertificateRequest("CN=Signer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        signer.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], false));
        using var certificate = signer.Create(authority, From, Until, [1]);
        Certificate = folder.File($"{name}.pem", authority.ExportCertificatePem());
        Options =
        [
            "--key", folder.File($"{name}-signer.key", key.ExportPkcs8PrivateKeyPem()),
            "--cert", folder.File($"{name}-signer.pem", certificate.ExportCertificatePem()),
        ];
    }

    /// <summary>The authority's certificate.</summary>
    public string Certificate { get; }

    /// <summary>What <c>ccctl plugins sign</c> is given.</summary>
    public string[] Options { get; }
}
