using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>Authorities and revocation lists as they are now, with the signers that have been found good by them: each certificate is looked into once.</summary>
internal sealed class TrustInForce(CertificateRules rules)
{
    /// <summary>More signers than that are looked into each time anew.</summary>
    private const int MaxRemembered = 4096;

    private readonly ConcurrentDictionary<ReadOnlyMemory<byte>, AdmittedSigner> admitted = new(CertificateOctets.Comparer);

    public CertificateRules Rules => rules;

    /// <summary>The signer of a message, by the certificate that came with it.</summary>
    /// <exception cref="CmsException">It is not there, or not good.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate can't be read.</exception>
    public AdmittedSigner SignerOf(in SignedDataShape shape, DateTimeOffset now)
    {
        var certificates = new DerCursor(shape.Certificates);
        while (certificates.TryTake(DerCursor.Sequence, out _, out var octets))
        {
            if (admitted.TryGetValue(octets, out var known) && known.IsMeantBy(shape))
            {
                return now <= known.Until ? known : Admit(octets, shape, now);
            }
        }

        return Admit(shape, now);
    }

    /// <summary>The certificate that a message names as its signer's.</summary>
    /// <exception cref="CmsException">It is not among those that the message has.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate can't be read.</exception>
    public static (ReadOnlyMemory<byte> Octets, X509Certificate2 Certificate) CertificateIn(in SignedDataShape shape)
    {
        var certificates = new DerCursor(shape.Certificates);
        while (certificates.TryTake(DerCursor.Sequence, out _, out var octets))
        {
            var certificate = Load(octets.Span);
            if (AdmittedSigner.IsMeant(shape, certificate))
            {
                return (octets, certificate);
            }

            certificate.Dispose();
        }

        throw new CmsException(CmsFault.NoCertificate, "the signer's certificate is not in it; sign without -nocerts");
    }

    /// <summary>All certificates that a message has.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One of them is none.</exception>
    public static X509Certificate2Collection Others(in SignedDataShape shape)
    {
        var others = new X509Certificate2Collection();
        var certificates = new DerCursor(shape.Certificates);
        while (certificates.TryTake(DerCursor.Sequence, out _, out var octets))
        {
            others.Add(Load(octets.Span));
        }

        return others;
    }

    private AdmittedSigner Admit(in SignedDataShape shape, DateTimeOffset now)
    {
        var (octets, certificate) = CertificateIn(shape);
        certificate.Dispose();
        return Admit(octets, shape, now);
    }

    private AdmittedSigner Admit(ReadOnlyMemory<byte> octets, in SignedDataShape shape, DateTimeOffset now)
    {
        using var certificate = Load(octets.Span);
        var (outcomes, until) = rules.Examine(certificate, Others(shape), now);
        if (outcomes.FirstOrDefault(outcome => !outcome.IsKept) is { } broken)
        {
            throw new CmsException(broken.Fault!.Value, broken.Detail);
        }

        var signer = new AdmittedSigner(certificate, until);
        if (admitted.Count < MaxRemembered)
        {
            admitted[octets.ToArray()] = signer;
        }

        return signer;
    }

    private static X509Certificate2 Load(ReadOnlySpan<byte> octets) => X509CertificateLoader.LoadCertificate(octets);
}
