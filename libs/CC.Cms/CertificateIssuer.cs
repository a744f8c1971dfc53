using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>Makes certificates for signing and encrypting messages, and revocation lists.</summary>
public static class CertificateIssuer
{
    private static readonly DateTimeOffset EndOfTime = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>Makes an authority: a certificate with its key, signed by itself.</summary>
    /// <param name="subject">Its subject.</param>
    /// <param name="key">Its key.</param>
    /// <param name="from">Since when it is valid.</param>
    /// <param name="lifetime">For how long.</param>
    public static X509Certificate2 Authority(X500DistinguishedName subject, RSA key, DateTimeOffset from, TimeSpan lifetime)
    {
        var request = Request(subject, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request.CreateSelfSigned(from, Until(from, lifetime));
    }

    /// <summary>Makes a certificate for who signs messages, or has messages encrypted to him: a server, or a user.</summary>
    /// <param name="authority">Who issues it, with key.</param>
    /// <param name="subject">Its subject.</param>
    /// <param name="key">Its key.</param>
    /// <param name="email">An e-mail address to put in; empty for none.</param>
    /// <param name="from">Since when it is valid; not before its authority is.</param>
    /// <param name="lifetime">For how long; not longer than its authority is.</param>
    public static X509Certificate2 Issue(X509Certificate2 authority, X500DistinguishedName subject, RSA key, string email, DateTimeOffset from, TimeSpan lifetime)
    {
        var request = Request(subject, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Oids.EmailProtection)], critical: false));
        if (authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any())
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        }

        if (email.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddEmailAddress(email);
            request.CertificateExtensions.Add(names.Build());
        }

        var earliest = from < authority.NotBefore ? authority.NotBefore : from;
        var latest = Until(earliest, lifetime);
        using var issued = request.Create(authority, earliest, latest > authority.NotAfter ? authority.NotAfter : latest, SerialNumber());
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>Makes a revocation list, PEM.</summary>
    /// <param name="authority">Who issues it, with key.</param>
    /// <param name="before">The last one, PEM, all of which is in the new one as well; null if there is none.</param>
    /// <param name="revoked">The serial numbers of what is revoked from now on, in hexadecimal.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="lifetime">Until when another one comes.</param>
    /// <exception cref="CryptographicException">The last one can't be read.</exception>
    public static string RevocationList(X509Certificate2 authority, string? before, IEnumerable<string> revoked, DateTimeOffset now, TimeSpan lifetime)
    {
        var number = BigInteger.Zero;
        var builder = before is null ? new CertificateRevocationListBuilder() : CertificateRevocationListBuilder.LoadPem(before, out number);
        foreach (var serial in revoked.Select(Convert.FromHexString))
        {
            builder.RemoveEntry(serial);
            builder.AddEntry(serial, now);
        }

        var list = builder.Build(authority, number + 1, Until(now, lifetime), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, now);
        return PemEncoding.WriteString("X509 CRL", list) + "\n";
    }

    private static CertificateRequest Request(X500DistinguishedName subject, RSA key)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static DateTimeOffset Until(DateTimeOffset from, TimeSpan lifetime) => EndOfTime - from < lifetime ? EndOfTime : from + lifetime;

    /// <summary>RFC 5280, section 4.1.2.2: positive, and at most 20 octets.</summary>
    private static byte[] SerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
