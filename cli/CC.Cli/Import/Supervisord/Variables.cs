using System.Text.RegularExpressions;

namespace CC.Cli.Import.Supervisord;

/// <summary>Reads <c>environment</c>: <c>A="x",B='y',C=z</c>.</summary>
internal static partial class Variables
{
    /// <summary>The variables; null if the text is none.</summary>
    public static Dictionary<string, string>? Read(string text)
    {
        var variables = new Dictionary<string, string>();
        var at = 0;
        while (at < text.Length)
        {
            var match = Variable().Match(text, at);
            if (!match.Success)
            {
                return null;
            }

            variables[match.Groups["name"].Value] = match.Groups["value"].Value.Trim('"', '\'');
            at += match.Length;
        }

        return variables;
    }

    [GeneratedRegex("""\G\s*(?<name>[^=,\s"']+)\s*=\s*(?<value>"[^"]*"|'[^']*'|[^,"'\s]*)\s*(?:,\s*|$)""")]
    private static partial Regex Variable();
}
