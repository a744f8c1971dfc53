namespace CC.Cms;

/// <summary>
/// The parts of a SignedData (RFC 5652, section 5) of one signer and content of type id-data, found without copying. Whatever is not signed has the one
/// form that it should have, so that nothing of it can be changed unnoticed.
/// </summary>
internal readonly record struct SignedDataShape
{
    private const byte KeyIdentifier = 0x80; // [0] IMPLICIT OCTET STRING

    /// <summary>The content, if it is within; null if it is elsewhere.</summary>
    public ReadOnlyMemory<byte>? Content { get; private init; }

    /// <summary>The certificates, one after the other.</summary>
    public ReadOnlyMemory<byte> Certificates { get; private init; }

    /// <summary>The signer's issuer and serial number, the contents of the sequence; empty if a key identifier names the signer.</summary>
    public ReadOnlyMemory<byte> IssuerAndSerial { get; private init; }

    /// <summary>The identifier of the signer's key, if that names the signer.</summary>
    public ReadOnlyMemory<byte> SubjectKey { get; private init; }

    public DigestAlgorithm Digest { get; private init; }

    /// <summary>The signed attributes, as they stand; empty if there are none.</summary>
    public ReadOnlyMemory<byte> Attributes { get; private init; }

    public ReadOnlyMemory<byte> Signature { get; private init; }

    /// <exception cref="CmsException">The octets are nothing of the kind.</exception>
    public static SignedDataShape Read(ReadOnlyMemory<byte> octets)
    {
        var cursor = new DerCursor(octets);
        if (!cursor.TryEnter(DerCursor.Sequence, out var info) || !cursor.IsAtEnd
            || !IsOid(ref info, Oids.SignedDataOctets)
            || !info.TryEnter(DerCursor.Context0, out var wrapped) || !info.IsAtEnd
            || !wrapped.TryEnter(DerCursor.Sequence, out var data) || !wrapped.IsAtEnd
            || !TryReadVersion(ref data, out var version)
            || !data.TryTake(DerCursor.Set, out var digests)
            || !data.TryEnter(DerCursor.Sequence, out var encapsulated)
            || !TryReadContent(encapsulated, out var content))
        {
            throw Malformed();
        }

        var certificates = ReadOnlyMemory<byte>.Empty;
        if (data.IsAt(DerCursor.Context0) && !data.TryTake(DerCursor.Context0, out certificates)
            || !data.TrySkip(DerCursor.Context1)
            || !data.TryEnter(DerCursor.Set, out var signers) || !data.IsAtEnd
            || !signers.TryEnter(DerCursor.Sequence, out var signer))
        {
            throw Malformed();
        }

        return signers.IsAtEnd
            ? ReadSigner(signer, version, digests, new SignedDataShape { Content = content, Certificates = certificates })
            : throw new CmsException(CmsFault.NotOneSigner, "it has more than one signer");
    }

    private static SignedDataShape ReadSigner(DerCursor signer, byte version, ReadOnlyMemory<byte> digests, SignedDataShape so)
    {
        var issuerAndSerial = ReadOnlyMemory<byte>.Empty;
        var key = ReadOnlyMemory<byte>.Empty;
        if (!TryReadVersion(ref signer, out var own)
            || !(own == 1 ? signer.TryTake(DerCursor.Sequence, out issuerAndSerial) && version == 1 : own == 3 && signer.TryTake(KeyIdentifier, out key) && version == 3)
            || !signer.TryTake(DerCursor.Sequence, out var digestAlgorithm, out var wholeDigest))
        {
            throw Malformed();
        }

        if (!TryReadAlgorithm(digestAlgorithm, out var digestOid) || DigestAlgorithm.Find(digestOid.Span) is not { } digest || !digests.Span.SequenceEqual(wholeDigest.Span))
        {
            throw new CmsException(CmsFault.Algorithm, "its digest is none of SHA-1, SHA-256, SHA-384 and SHA-512");
        }

        var attributes = ReadOnlyMemory<byte>.Empty;
        if ((signer.IsAt(DerCursor.Context0) && !signer.TryTake(DerCursor.Context0, out _, out attributes))
            || !signer.TryTake(DerCursor.Sequence, out var signatureAlgorithm)
            || !signer.TryTake(DerCursor.OctetString, out var signature)
            || !signer.TrySkip(DerCursor.Context1) || !signer.IsAtEnd)
        {
            throw Malformed();
        }

        return TryReadAlgorithm(signatureAlgorithm, out var scheme) && IsScheme(scheme.Span, digest)
            ? so with { IssuerAndSerial = issuerAndSerial, SubjectKey = key, Digest = digest, Attributes = attributes, Signature = signature }
            : throw new CmsException(CmsFault.Algorithm, "it is not signed by RSA with the padding of PKCS #1 v1.5");
    }

    private static bool IsScheme(ReadOnlySpan<byte> oid, DigestAlgorithm digest) =>
        oid.Length == Oids.Pkcs1Octets.Length + 1 && oid.StartsWith(Oids.Pkcs1Octets) && (oid[^1] == 1 || oid[^1] == digest.SchemeWithRsa);

    private static bool TryReadContent(DerCursor encapsulated, out ReadOnlyMemory<byte>? content)
    {
        content = null;
        if (!IsOid(ref encapsulated, Oids.ContentOctets))
        {
            return false;
        }

        if (encapsulated.IsAtEnd)
        {
            return true;
        }

        if (!encapsulated.TryEnter(DerCursor.Context0, out var wrapped) || !encapsulated.IsAtEnd || !wrapped.TryTake(DerCursor.OctetString, out var octets) || !wrapped.IsAtEnd)
        {
            return false;
        }

        content = octets;
        return true;
    }

    private static bool TryReadVersion(ref DerCursor cursor, out byte version)
    {
        var isRead = cursor.TryTake(DerCursor.Integer, out var octets) && octets.Length == 1;
        version = isRead ? octets.Span[0] : (byte)0;
        return isRead;
    }

    /// <summary>An algorithm without parameters: NULL, or nothing.</summary>
    private static bool TryReadAlgorithm(ReadOnlyMemory<byte> sequence, out ReadOnlyMemory<byte> oid)
    {
        var cursor = new DerCursor(sequence);
        return cursor.TryTake(DerCursor.ObjectIdentifier, out oid)
            && (cursor.IsAtEnd || (cursor.TryTake(DerCursor.Null, out var nothing) && nothing.IsEmpty && cursor.IsAtEnd));
    }

    private static bool IsOid(ref DerCursor cursor, ReadOnlySpan<byte> oid) => cursor.TryTake(DerCursor.ObjectIdentifier, out var octets) && octets.Span.SequenceEqual(oid);

    private static CmsException Malformed() => new(CmsFault.Malformed, "it is no SignedData in DER");
}
