using System.Formats.Asn1;
using System.Security.Cryptography;

namespace CC.Cms;

/// <summary>Writes a SignedData (RFC 5652) of one signer, with the signing time and the certificate.</summary>
/// <param name="certificate">The certificate, DER.</param>
/// <param name="issuer">Its issuer, DER.</param>
/// <param name="serial">Its serial number.</param>
/// <param name="key">Its private key.</param>
/// <param name="digest">The digest.</param>
internal sealed class SignedDataWriter(byte[] certificate, byte[] issuer, byte[] serial, RSA key, DigestAlgorithm digest)
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <param name="content">What is signed.</param>
    /// <param name="embed">Whether it is put in.</param>
    /// <param name="now">The time that goes into the signature.</param>
    public byte[] Write(ReadOnlySpan<byte> content, bool embed, DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var attributes = Attributes(digest.Hash(content, hash), now);
        var signature = key.SignHash(digest.Hash(attributes, hash), digest.Name, RSASignaturePadding.Pkcs1);
        attributes[0] = DerCursor.Context0;

        var writer = new AsnWriter(AsnEncodingRules.DER, content.Length + certificate.Length + signature.Length + 512);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                    WriteAlgorithm(writer, digest.Oid);
                }

                WriteContent(writer, content, embed);
                using (writer.PushSequence(Context0))
                {
                    writer.WriteEncodedValue(certificate);
                }

                using (writer.PushSetOf())
                {
                    WriteSigner(writer, attributes, signature);
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] Attributes(ReadOnlySpan<byte> hash, DateTimeOffset now)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER, 192);
        using (writer.PushSetOf())
        {
            WriteAttribute(writer, Oids.ContentType, static (values, _, _) => values.WriteObjectIdentifier(Oids.Content), default, now);
            WriteAttribute(writer, Oids.SigningTime, static (values, _, time) => WriteTime(values, time), default, now);
            WriteAttribute(writer, Oids.MessageDigest, static (values, octets, _) => values.WriteOctetString(octets), hash, now);
        }

        return writer.Encode();
    }

    private static void WriteAttribute(AsnWriter writer, string oid, Action<AsnWriter, ReadOnlySpan<byte>, DateTimeOffset> value, ReadOnlySpan<byte> hash, DateTimeOffset now)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                value(writer, hash, now);
            }
        }
    }

    /// <summary>RFC 5652, section 11.3: UTCTime until 2049.</summary>
    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.Year is >= 1950 and < 2050)
        {
            writer.WriteUtcTime(time);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }

    private static void WriteContent(AsnWriter writer, ReadOnlySpan<byte> content, bool embed)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.Content);
            if (embed)
            {
                using (writer.PushSequence(Context0))
                {
                    writer.WriteOctetString(content);
                }
            }
        }
    }

    private void WriteSigner(AsnWriter writer, byte[] attributes, byte[] signature)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(issuer);
                writer.WriteInteger(serial);
            }

            WriteAlgorithm(writer, digest.Oid);
            writer.WriteEncodedValue(attributes);
            WriteAlgorithm(writer, Oids.Rsa);
            writer.WriteOctetString(signature);
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }
    }
}
