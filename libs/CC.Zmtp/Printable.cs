using System.Globalization;
using System.Text;

namespace CC.Zmtp;

/// <summary>What others wrote, made fit for a line of a log.</summary>
internal static class Printable
{
    /// <summary>The same text, with the code of each character that controls a terminal, ends a line, or is not seen.</summary>
    public static string Text(string text)
    {
        if (!text.Any(IsHidden))
        {
            return text;
        }

        var printable = new StringBuilder();
        foreach (var character in text)
        {
            _ = IsHidden(character) ? printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : printable.Append(character);
        }

        return printable.ToString();
    }

    /// <summary>A name that may be text: as such, or in hexadecimal.</summary>
    public static string Name(ReadOnlySpan<byte> octets) =>
        !octets.IsEmpty && !octets.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? $"'{Encoding.ASCII.GetString(octets)}'" : $"0x{Convert.ToHexStringLower(octets)}";

    /// <summary>Pairs of surrogates are left to whoever shows them.</summary>
    private static bool IsHidden(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
