using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>A certificate revocation list (RFC 5280, section 5).</summary>
internal sealed class RevocationList
{
    private const string Label = "X509 CRL";

    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly byte[] signed;
    private readonly byte[] signature;
    private readonly HashAlgorithmName digest;
    private readonly HashSet<string> revoked = [];

    private RevocationList(ReadOnlyMemory<byte> octets)
    {
        var outer = new AsnReader(octets, AsnEncodingRules.DER).ReadSequence();
        var list = outer.PeekEncodedValue();
        signed = list.ToArray();
        outer.ReadSequence();
        digest = DigestOf(outer.ReadSequence().ReadObjectIdentifier());
        signature = outer.ReadBitString(out _);
        (Issuer, ThisUpdate, NextUpdate) = ReadList(new AsnReader(list, AsnEncodingRules.DER).ReadSequence());
    }

    /// <summary>Who has issued it, DER.</summary>
    public byte[] Issuer { get; }

    public DateTimeOffset ThisUpdate { get; }

    /// <summary>Until when another one comes; null if it does not say.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>All lists in a file, PEM or DER.</summary>
    /// <exception cref="KeyStoreException">The file can't be read, or holds none.</exception>
    public static IReadOnlyList<RevocationList> Load(string file)
    {
        try
        {
            var octets = File.ReadAllBytes(file);
            if (octets is [DerCursor.Sequence, ..])
            {
                return [new RevocationList(octets)];
            }

            var lists = new List<RevocationList>();
            var rest = System.Text.Encoding.ASCII.GetString(octets);
            while (PemEncoding.TryFind(rest, out var found))
            {
                if (rest[found.Label] == Label)
                {
                    lists.Add(new RevocationList(Convert.FromBase64String(rest[found.Base64Data])));
                }

                rest = rest[found.Location.End..];
            }

            return lists is [] ? throw new KeyStoreException($"{file} holds no revocation list; make one with: ccctl keys crl CA") : lists;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"the revocation list {file} can't be read: {failure.Message.TrimEnd('.')}; make one with: ccctl keys crl CA", failure);
        }
        catch (Exception invalid) when (invalid is AsnContentException or CryptographicException or FormatException)
        {
            throw new KeyStoreException($"{file} holds a revocation list that can't be read: {invalid.Message.TrimEnd('.')}", invalid);
        }
    }

    /// <summary>Whether that is the issuer, by name and by signature.</summary>
    public bool IsOf(X509Certificate2 issuer)
    {
        using var key = issuer.GetRSAPublicKey();
        return key is not null && issuer.SubjectName.RawData.AsSpan().SequenceEqual(Issuer) && key.VerifyData(signed, signature, digest, RSASignaturePadding.Pkcs1);
    }

    public bool Has(X509Certificate2 certificate) => revoked.Contains(Convert.ToHexString(certificate.SerialNumberBytes.Span));

    private (byte[] Issuer, DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate) ReadList(AsnReader list)
    {
        if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            list.ReadInteger();
        }

        list.ReadSequence();
        var issuer = list.ReadEncodedValue().ToArray();
        var thisUpdate = ReadTime(list);
        DateTimeOffset? nextUpdate = list.HasData && IsTime(list.PeekTag()) ? ReadTime(list) : null;
        if (list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            ReadEntries(list.ReadSequence());
        }

        if (list.HasData)
        {
            RefuseUnknown(list.ReadSequence(Extensions).ReadSequence());
        }

        return (issuer, thisUpdate, nextUpdate);
    }

    private void ReadEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            revoked.Add(Convert.ToHexString(entries.ReadSequence().ReadIntegerBytes().Span));
        }
    }

    /// <summary>What is critical and not understood, such as a list of changes only, must not be taken for the whole.</summary>
    private static void RefuseUnknown(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
            {
                throw new CryptographicException($"it has the critical extension {oid}, which is not understood");
            }
        }
    }

    private static bool IsTime(Asn1Tag tag) => tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static HashAlgorithmName DigestOf(string algorithm) => algorithm switch
    {
        "1.2.840.113549.1.1.5" => HashAlgorithmName.SHA1,
        "1.2.840.113549.1.1.11" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.12" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" => HashAlgorithmName.SHA512,
        _ => throw new CryptographicException($"it is signed with {algorithm}, and not by RSA with SHA-1, SHA-256, SHA-384 or SHA-512"),
    };
}
