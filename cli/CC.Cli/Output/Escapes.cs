using System.Globalization;
using System.Text;

namespace CC.Cli.Output;

/// <summary>Shows characters that a terminal would act on, in place of showing them, by what a program would write for them.</summary>
internal static class Escapes
{
    /// <summary>A text with all such characters written out, those that are neither a character nor half of one included.</summary>
    public static string Show(string text) => Show(text, _ => false);

    /// <param name="text">The text.</param>
    /// <param name="stays">Characters that are left as they are.</param>
    public static string Show(string text, Func<char, bool> stays)
    {
        if (!text.Any(letter => (IsActedOn(letter) && !stays(letter)) || char.IsSurrogate(letter)))
        {
            return text;
        }

        var shown = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
            {
                shown.Append(text, at++, 2);
            }
            else if (char.IsSurrogate(text[at]) || (IsActedOn(text[at]) && !stays(text[at])))
            {
                shown.Append(Written(text[at]));
            }
            else
            {
                shown.Append(text[at]);
            }
        }

        return shown.ToString();
    }

    /// <summary>Whether it turns the direction of what follows: U+061C, U+200E and U+200F, U+202A to U+202E, U+2066 to U+2069.</summary>
    public static bool IsDirection(char letter) => letter is '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>Control characters, what ends a line, and what turns the direction.</summary>
    private static bool IsActedOn(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029' || IsDirection(letter);

    private static string Written(char letter) => letter switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        <= '\u00ff' => string.Create(CultureInfo.InvariantCulture, $@"\x{(int)letter:x2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)letter:x4}"),
    };
}
