using Spectre.Console.Rendering;

namespace CC.Cli.Output;

/// <summary>Measures and shortens texts by the columns that a terminal shows them in.</summary>
internal static class CellText
{
    private const string Left = "…";

    /// <summary>The text with what would move the cursor, turn the direction of writing, or worse, written out: it comes from elsewhere.</summary>
    public static string Clean(string text) => Escapes.Show(text);

    public static int Width(string text) => new Segment(text).CellCount();

    public static string Fit(string text, int width, Shorten how)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var room = Math.Max(0, width - 1);
        var head = how == Shorten.Middle ? Beginning(text, room / 4) : Beginning(text, room);
        return how == Shorten.Middle ? head + Left + Ending(text, room - Width(head)) : head + Left;
    }

    private static string Beginning(string text, int width)
    {
        var length = 0;
        while (length < text.Length && Width(text[..(length + Step(text, length))]) <= width)
        {
            length += Step(text, length);
        }

        return text[..length];
    }

    private static string Ending(string text, int width)
    {
        var start = text.Length;
        while (start > 0 && Width(text[(start - StepBack(text, start))..]) <= width)
        {
            start -= StepBack(text, start);
        }

        return text[start..];
    }

    /// <summary>A pair of surrogates is not taken apart.</summary>
    private static int Step(string text, int at) => char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;

    private static int StepBack(string text, int end) => char.IsLowSurrogate(text[end - 1]) && end > 1 ? 2 : 1;
}
