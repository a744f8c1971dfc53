using System.Text;
using System.Text.RegularExpressions;

namespace CC.Cli.Output;

/// <summary>
/// Shows a line that a process has written. In a pipe or a file it is what the process wrote. On a terminal it may have its colours, tabs, and marks of direction, which end with the line; what else a terminal would act on, as
/// moving the cursor, another title or a full reset, is written out.
/// </summary>
internal static partial class ProcessText
{
    private const string Plain = "\e[0m";

    public static string Line(string line, Terminal terminal)
    {
        if (terminal.Width is null)
        {
            return line;
        }

        var shown = new StringBuilder();
        var isColoured = false;
        var at = 0;
        foreach (var colour in Colour().EnumerateMatches(line))
        {
            shown.Append(Shown(line[at..colour.Index]));
            at = colour.Index + colour.Length;
            if (terminal.HasColours)
            {
                shown.Append(line, colour.Index, colour.Length);
                isColoured = true;
            }
        }

        return shown.Append(Shown(line[at..].TrimEnd('\r'))).Append(isColoured ? Plain : "").ToString();
    }

    private static string Shown(string text) => Escapes.Show(text, letter => letter == '\t' || Escapes.IsDirection(letter));

    [GeneratedRegex("\e\\[[0-9;:]*m")]
    private static partial Regex Colour();
}
