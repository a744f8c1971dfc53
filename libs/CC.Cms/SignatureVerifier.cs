using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>
/// Verifies signatures by the certificates of configured authorities; takes up other authorities and revocation lists when their files change. The
/// certificate of each signer is looked into once, and again when it, or what was known of it, expires. Thread-safe.
/// </summary>
public sealed class SignatureVerifier
{
    private const string Form = "a signature of one signer, with the certificate";
    private const string Made = "made by that certificate's key of this content";

    private readonly Reloaded<TrustInForce> trust;
    private readonly TimeProvider time;

    private SignatureVerifier(Reloaded<TrustInForce> trust, TimeProvider time) => (this.trust, this.time) = (trust, time);

    /// <summary>Opens the authorities' certificates.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="authorities">Their names, at least one.</param>
    /// <param name="revocations">A file of revocation lists, PEM or DER; empty if revocation is not looked at.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notReloaded">Told, on any thread, why files that have changed are not taken up; the last ones stay in use.</param>
    /// <exception cref="KeyStoreException">They can't be used.</exception>
    public static SignatureVerifier Open(KeyStore store, IReadOnlyList<string> authorities, string revocations, TimeProvider time, Action<string>? notReloaded = null)
    {
        string[] files = [.. authorities.Select(store.CertificateFile), .. revocations.Length > 0 ? [revocations] : Array.Empty<string>()];
        return new SignatureVerifier(new Reloaded<TrustInForce>(files, Load, time, notReloaded), time);

        TrustInForce Load() =>
            new(new CertificateRules([.. authorities.Select(store.Certificate)], revocations.Length > 0 ? RevocationList.Load(revocations) : null));
    }

    /// <summary>Verifies the signature of content that stands beside it. One that has the content within is good if that is the same.</summary>
    /// <exception cref="CmsException">It does not hold.</exception>
    public Signatory VerifyDetached(ReadOnlyMemory<byte> signature, ReadOnlyMemory<byte> content)
    {
        var shape = SignedDataShape.Read(Definite(signature));
        return shape.Content is { } embedded && !embedded.Span.SequenceEqual(content.Span)
            ? throw new CmsException(CmsFault.WrongSignature, "it has other content within than stands beside it")
            : Verify(shape, content);
    }

    /// <summary>Verifies a signature that has its content within.</summary>
    /// <exception cref="CmsException">It does not hold.</exception>
    public Signatory VerifyOpaque(ReadOnlyMemory<byte> signed, out ReadOnlyMemory<byte> content)
    {
        var shape = SignedDataShape.Read(Definite(signed));
        content = shape.Content ?? throw new CmsException(CmsFault.Malformed, "the content is not within it");
        return Verify(shape, content);
    }

    /// <summary>What each rule says of a certificate.</summary>
    public IReadOnlyList<RuleOutcome> Explain(X509Certificate2 certificate, X509Certificate2Collection? others = null) =>
        trust.Current.Rules.Examine(certificate, others ?? [], time.GetUtcNow()).Outcomes;

    /// <summary>What each rule says of a signature and of its signer's certificate.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="content">The content that stands beside it; null to take what is within.</param>
    public IReadOnlyList<RuleOutcome> Explain(ReadOnlyMemory<byte> signature, ReadOnlyMemory<byte>? content)
    {
        try
        {
            var shape = SignedDataShape.Read(Definite(signature));
            using var certificate = TrustInForce.CertificateIn(shape).Certificate;
            var signed = content ?? shape.Content;
            var form = RuleOutcome.Kept(Form, $"{shape.Digest.Name}, {certificate.Subject}");
            return [form, signed is { } octets ? Matches(shape, octets, certificate) : NoContent(), .. Explain(certificate, TrustInForce.Others(shape))];
        }
        catch (Exception invalid) when (invalid is CryptographicException or ArgumentException or FormatException)
        {
            return [new RuleOutcome(Form, CmsFault.Malformed, Unusable(invalid).Message, "sign with a certificate that openssl x509 can read")];
        }
        catch (CmsException refused)
        {
            return [new RuleOutcome(Form, refused.Fault, refused.Message, "sign with: openssl cms -sign -binary -outform DER -signer NAME.crt -inkey NAME.key, or with cms-sign")];
        }

        static RuleOutcome NoContent() => new(Made, CmsFault.Malformed, "there is no content within, and none was given", "give the body of the message as well");

        static RuleOutcome Matches(in SignedDataShape shape, ReadOnlyMemory<byte> octets, X509Certificate2 certificate)
        {
            try
            {
                using var key = certificate.GetRSAPublicKey();
                Match(shape, octets, new VerificationKey(key ?? throw new CmsException(CmsFault.Algorithm, "the certificate's key is no RSA key")));
                return RuleOutcome.Kept(Made, "it is");
            }
            catch (CmsException wrong)
            {
                return new RuleOutcome(Made, wrong.Fault, wrong.Message, "send the body exactly as it was signed, octet for octet");
            }
        }
    }

    private Signatory Verify(in SignedDataShape shape, ReadOnlyMemory<byte> content)
    {
        var signer = SignerOf(shape);
        Match(shape, content, signer.Key);
        return signer.Signatory;
    }

    /// <summary>Certificates are read bit by bit, as they are looked at: any look may find that the next bit can't be.</summary>
    private AdmittedSigner SignerOf(in SignedDataShape shape)
    {
        try
        {
            return trust.Current.SignerOf(shape, time.GetUtcNow());
        }
        catch (Exception invalid) when (invalid is CryptographicException or ArgumentException or FormatException)
        {
            throw Unusable(invalid);
        }
    }

    private static CmsException Unusable(Exception invalid) => new(CmsFault.Malformed, $"a certificate in it can't be used: {invalid.Message.TrimEnd('.')}", invalid);

    /// <summary>RFC 5652, section 5.4: the digest is of the content, or of the attributes, which then name that of the content.</summary>
    private static void Match(in SignedDataShape shape, ReadOnlyMemory<byte> content, VerificationKey key)
    {
        Span<byte> space = stackalloc byte[SHA512.HashSizeInBytes];
        var hash = shape.Digest.Hash(content.Span, space);
        if (!shape.Attributes.IsEmpty)
        {
            if (!SignedAttributes.DigestIn(shape.Attributes).Span.SequenceEqual(hash))
            {
                throw new CmsException(CmsFault.WrongSignature, "it is of other content");
            }

            hash = HashOf(shape, space);
        }

        if (!key.Verifies(hash, shape.Signature.Span, shape.Digest))
        {
            throw new CmsException(CmsFault.WrongSignature, "it was not made by the key of the signer's certificate");
        }
    }

    private static ReadOnlySpan<byte> HashOf(in SignedDataShape shape, Span<byte> space)
    {
        const int Usual = 512;
        var length = shape.Attributes.Length;
        var attributes = (length <= Usual ? stackalloc byte[Usual] : new byte[length])[..length];
        shape.Attributes.Span.CopyTo(attributes);
        attributes[0] = DerCursor.Set;
        return shape.Digest.Hash(attributes, space);
    }

    /// <summary>BER of indefinite length, as programs write it that do not know the length beforehand, in DER.</summary>
    private static ReadOnlyMemory<byte> Definite(ReadOnlyMemory<byte> octets) =>
        octets.Length > 1 && octets.Span[1] == 0x80 ? IndefiniteForm.ToDefinite(octets) : octets;
}
