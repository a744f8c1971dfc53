using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>A signer whose certificate has kept all rules.</summary>
internal sealed class AdmittedSigner
{
    private readonly byte[] issuerAndSerial;
    private readonly byte[] subjectKey;

    public AdmittedSigner(X509Certificate2 certificate, DateTimeOffset until)
    {
        Until = until;
        Signatory = Signatory.Of(certificate);
        Key = new VerificationKey(certificate.GetRSAPublicKey()!);
        issuerAndSerial = IssuerAndSerialOf(certificate);
        subjectKey = SubjectKeyOf(certificate);
    }

    public Signatory Signatory { get; }

    public VerificationKey Key { get; }

    /// <summary>Until when it needs no other look.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Whether the SignerInfo means this certificate.</summary>
    public bool IsMeantBy(in SignedDataShape shape) => IsMeant(shape, issuerAndSerial, subjectKey);

    public static bool IsMeant(in SignedDataShape shape, X509Certificate2 certificate) =>
        shape.IssuerAndSerial.IsEmpty ? IsMeant(shape, default, SubjectKeyOf(certificate)) : IsMeant(shape, IssuerAndSerialOf(certificate), default);

    private static bool IsMeant(in SignedDataShape shape, ReadOnlySpan<byte> issuerAndSerial, ReadOnlySpan<byte> subjectKey) =>
        shape.IssuerAndSerial.IsEmpty ? !subjectKey.IsEmpty && shape.SubjectKey.Span.SequenceEqual(subjectKey) : shape.IssuerAndSerial.Span.SequenceEqual(issuerAndSerial);

    private static byte[] IssuerAndSerialOf(X509Certificate2 certificate)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        writer.WriteInteger(certificate.SerialNumberBytes.Span);
        return [.. certificate.IssuerName.RawData, .. writer.Encode()];
    }

    private static byte[] SubjectKeyOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes.ToArray() ?? [];
}
