using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>Whose certificate a signature was verified with.</summary>
/// <param name="Subject">The certificate's subject, such as <c>CN=user1, O=Example</c>.</param>
/// <param name="CommonName">The subject's common name; empty if it has none, or several.</param>
/// <param name="Issuer">Who has issued the certificate.</param>
/// <param name="SerialNumber">Its serial number, in hexadecimal.</param>
/// <param name="NotBefore">Since when it is valid.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="Thumbprint">SHA-256 of the certificate, in hexadecimal.</param>
public sealed record Signatory(string Subject, string CommonName, string Issuer, string SerialNumber, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Thumbprint)
{
    /// <summary>The signatory of a certificate.</summary>
    public static Signatory Of(X509Certificate2 certificate) => new(
        certificate.Subject,
        DistinguishedName.CommonNameIn(certificate.SubjectName),
        certificate.Issuer,
        certificate.SerialNumber,
        certificate.NotBefore.ToUniversalTime(),
        certificate.NotAfter.ToUniversalTime(),
        certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256));

    /// <summary>Whether it is the subject that somebody has written down: the common name alone, or the whole subject in either order.</summary>
    public bool Is(string subject) =>
        subject.Contains('=') ? DistinguishedName.AreSame(Subject, subject) : CommonName.Length > 0 && CommonName == subject;
}
