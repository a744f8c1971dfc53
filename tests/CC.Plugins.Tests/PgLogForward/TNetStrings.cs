using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Plugins.Tests.PgLogForward;

/// <summary>Writes tnetstrings, as whoever sends them does; and makes some.</summary>
internal static class TNetStrings
{
    /// <summary>Valid ones, lists and maps not too deep.</summary>
    public static Arbitrary<string> Any => Gen.Sized(size => AnyOf(Math.Min(size, 4))).ToArbitrary();

    public static string Text(string text) => Tagged(text, ',');

    public static string Of(params string[] texts) => string.Concat(texts.Select(Text));

    public static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text);

    private static string Tagged(string content, char tag) => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(content)}:{content}{tag}");

    private static Gen<string> AnyOf(int depth)
    {
        var texts = Gen.Elements("", "a", "1:a,", "tschüß", "}{:,", "0").Select(Text);
        var plain = Gen.OneOf(
            texts,
            Gen.Elements(0L, 1, -5, long.MaxValue, long.MinValue).Select(number => Tagged(number.ToString(CultureInfo.InvariantCulture), '#')),
            Gen.Elements("1.5", "-0.000000", "1e10").Select(number => Tagged(number, '^')),
            Gen.Elements("4:true!", "5:false!", "0:~"));
        return depth == 0 ? plain : Gen.OneOf(
            plain,
            AnyOf(depth - 1).ListOf(3).Select(items => Tagged(string.Concat(items), ']')),
            AnyOf(depth - 1).Zip(texts).ListOf(2).Select(pairs => Tagged(string.Concat(pairs.Select(pair => pair.Item2 + pair.Item1)), '}')));
    }
}
