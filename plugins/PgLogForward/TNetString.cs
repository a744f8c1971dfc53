using System.Globalization;
using System.Text;

namespace CC.Plugins.PgLogForward;

/// <summary>A tnetstring: <c>LENGTH:CONTENT</c> and a tag. A view of the octets that it was read from; its content has been looked at down to the last level.</summary>
internal readonly record struct TNetString(TNetTag Tag, ReadOnlyMemory<byte> Content)
{
    /// <summary>How deep lists and maps may be within each other.</summary>
    public const int MaxDepth = 16;

    /// <summary>More digits than any datagram has octets.</summary>
    private const int MaxDigits = 9;

    /// <summary>Reads the first of several.</summary>
    /// <param name="octets">Begins with a tnetstring.</param>
    /// <param name="value">What it is.</param>
    /// <param name="length">How many octets it takes, length and tag included.</param>
    /// <returns>False if it is none.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> octets, out TNetString value, out int length) => TryRead(octets, MaxDepth, out value, out length);

    /// <summary>The content of a text; what is no UTF-8 in it becomes U+FFFD.</summary>
    public string AsText() => Encoding.UTF8.GetString(Content.Span);

    /// <summary>The number that it is, or is the text of; null if it is none.</summary>
    public long? AsInteger() =>
        Tag is TNetTag.Integer or TNetTag.Text && long.TryParse(Content.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool TryRead(ReadOnlyMemory<byte> octets, int depth, out TNetString value, out int length)
    {
        value = default;
        length = 0;
        if (!TryReadLength(octets.Span, out var digits, out var size) || octets.Length - digits - 1 <= size)
        {
            return false;
        }

        var content = octets.Slice(digits + 1, size);
        length = digits + 1 + size + 1;
        value = new TNetString((TNetTag)octets.Span[length - 1], content);
        return value.Tag switch
        {
            TNetTag.Text => true,
            TNetTag.Integer => IsNumber(content.Span, NumberStyles.AllowLeadingSign) && long.TryParse(content.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            TNetTag.Float => double.TryParse(content.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && IsNumber(content.Span, NumberStyles.Float),
            TNetTag.Boolean => content.Span.SequenceEqual("true"u8) || content.Span.SequenceEqual("false"u8),
            TNetTag.Null => size == 0,
            TNetTag.List => depth > 0 && AreAll(content, depth - 1, isMap: false),
            TNetTag.Map => depth > 0 && AreAll(content, depth - 1, isMap: true),
            _ => false,
        };
    }

    /// <summary>Digits without a zero in front, and a colon.</summary>
    private static bool TryReadLength(ReadOnlySpan<byte> octets, out int digits, out int size)
    {
        size = 0;
        for (digits = 0; digits < octets.Length && digits <= MaxDigits && char.IsAsciiDigit((char)octets[digits]); digits++)
        {
            size = digits < MaxDigits ? (10 * size) + octets[digits] - '0' : size;
        }

        return digits is > 0 and <= MaxDigits && digits < octets.Length && octets[digits] == ':' && (digits == 1 || octets[0] != '0');
    }

    /// <summary>No blanks, no words.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> content, NumberStyles style) =>
        content.IndexOfAnyExcept(style == NumberStyles.Float ? "+-.0123456789eE"u8 : "-0123456789"u8) < 0;

    private static bool AreAll(ReadOnlyMemory<byte> content, int depth, bool isMap)
    {
        for (var isKey = isMap; !content.IsEmpty; isKey = isMap && !isKey)
        {
            if (!TryRead(content, depth, out var item, out var length) || (isKey && item.Tag != TNetTag.Text))
            {
                return false;
            }

            content = content[length..];
            if (isKey && content.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }
}
