namespace CC.Cms;

/// <summary>What a signer has signed besides the content (RFC 5652, sections 5.3 and 11).</summary>
internal static class SignedAttributes
{
    /// <summary>The digest of the content that the attributes name.</summary>
    /// <exception cref="CmsException">They name no type of content but id-data once, or not one digest.</exception>
    public static ReadOnlyMemory<byte> DigestIn(ReadOnlyMemory<byte> attributes)
    {
        var cursor = new DerCursor(attributes);
        ReadOnlyMemory<byte>? type = null;
        ReadOnlyMemory<byte>? digest = null;
        var isSound = cursor.TryEnter(DerCursor.Context0, out var list);
        while (isSound && !list.IsAtEnd)
        {
            isSound = list.TryEnter(DerCursor.Sequence, out var attribute)
                && attribute.TryTake(DerCursor.ObjectIdentifier, out var oid) & attribute.TryTake(DerCursor.Set, out var values) & attribute.IsAtEnd
                && (!oid.Span.SequenceEqual(Oids.ContentTypeOctets) || TryTakeOne(values, DerCursor.ObjectIdentifier, ref type))
                && (!oid.Span.SequenceEqual(Oids.MessageDigestOctets) || TryTakeOne(values, DerCursor.OctetString, ref digest));
        }

        return isSound && type is { } content && content.Span.SequenceEqual(Oids.ContentOctets) && digest is { } found
            ? found
            : throw new CmsException(CmsFault.Malformed, "its signed attributes are not those of such content");
    }

    private static bool TryTakeOne(ReadOnlyMemory<byte> values, byte tag, ref ReadOnlyMemory<byte>? value)
    {
        var cursor = new DerCursor(values);
        if (value is not null || !cursor.TryTake(tag, out var only) || !cursor.IsAtEnd)
        {
            return false;
        }

        value = only;
        return true;
    }
}
