using System.Globalization;

namespace CC.Sdk.Options;

/// <summary>
/// A number of octets. As text: a whole number, then optionally one of <c>K M G T P E</c>, each 1024 times the one before, then
/// optionally <c>B</c>, in either case, such as <c>256 MB</c>.
/// </summary>
/// <param name="Octets">The number.</param>
public readonly record struct ByteSize(long Octets) : ISpanParsable<ByteSize>
{
    private const string Units = "KMGTPE";

    /// <inheritdoc/>
    public static ByteSize Parse(ReadOnlySpan<char> text, IFormatProvider? provider) =>
        TryParse(text, provider, out var size) ? size : throw new FormatException($"'{text}' is not a size such as 256 MB.");

    /// <inheritdoc/>
    public static ByteSize Parse(string text, IFormatProvider? provider) => Parse(text.AsSpan(), provider);

    /// <inheritdoc/>
    public static bool TryParse(string? text, IFormatProvider? provider, out ByteSize size) => TryParse(text.AsSpan(), provider, out size);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> text, IFormatProvider? provider, out ByteSize size)
    {
        size = default;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        var number = digits < 0 ? text : text[..digits];
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var octets))
        {
            return false;
        }

        var unit = digits < 0 ? "" : text[digits..].TrimStart(' ').ToString().ToUpperInvariant();
        if (unit.EndsWith('B'))
        {
            unit = unit[..^1];
        }

        var power = unit.Length == 0 ? 0 : Units.IndexOf(unit, StringComparison.Ordinal) + 1;
        if (unit.Length > 1 || (unit.Length == 1 && power == 0) || octets > long.MaxValue >> (10 * power))
        {
            return false;
        }

        size = new ByteSize(octets << (10 * power));
        return true;
    }

    /// <summary>The size in its largest whole unit, such as <c>256M</c>.</summary>
    public override string ToString()
    {
        var power = 0;
        var number = Octets;
        while (number != 0 && number % 1024 == 0 && power < Units.Length)
        {
            number /= 1024;
            power++;
        }

        return power == 0 ? $"{number}" : $"{number}{Units[power - 1]}";
    }
}
