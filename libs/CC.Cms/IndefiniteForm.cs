using System.Formats.Asn1;

namespace CC.Cms;

/// <summary>
/// Writes BER (ITU-T X.690) of indefinite lengths and of octet strings in pieces, as <c>openssl cms -stream</c> does, in the definite form. What a digest
/// was made of is in DER already, and stays as it is.
/// </summary>
internal static class IndefiniteForm
{
    /// <summary>SignedData has less than ten levels outside of what is copied whole.</summary>
    private const int MaxDepth = 16;

    private static readonly Asn1Tag Pieces = new(UniversalTagNumber.OctetString, isConstructed: true);

    /// <exception cref="CmsException">It is no BER.</exception>
    public static ReadOnlyMemory<byte> ToDefinite(ReadOnlyMemory<byte> octets)
    {
        try
        {
            var reader = new AsnReader(octets, AsnEncodingRules.BER);
            var writer = new AsnWriter(AsnEncodingRules.BER, octets.Length);
            Copy(reader, writer, MaxDepth);
            reader.ThrowIfNotEmpty();
            return writer.Encode();
        }
        catch (Exception invalid) when (invalid is AsnContentException or InvalidOperationException or ArgumentException)
        {
            throw new CmsException(CmsFault.Malformed, "it is no SignedData in DER or BER", invalid);
        }
    }

    private static void Copy(AsnReader reader, AsnWriter writer, int depth)
    {
        var tag = reader.PeekTag();
        if (tag == Pieces)
        {
            writer.WriteOctetString(reader.ReadOctetString());
        }
        else if (!tag.IsConstructed || depth == 0 || reader.PeekEncodedValue().Span[1] != 0x80)
        {
            writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
        }
        else
        {
            // The tag is written as it stands, whatever it means.
            var inside = tag.HasSameClassAndValue(Asn1Tag.SetOf) ? reader.ReadSetOf(skipSortOrderValidation: true) : reader.ReadSequence(tag);
            using (tag.HasSameClassAndValue(Asn1Tag.SetOf) ? writer.PushSetOf() : writer.PushSequence(tag))
            {
                while (inside.HasData)
                {
                    Copy(inside, writer, depth - 1);
                }
            }
        }
    }
}
