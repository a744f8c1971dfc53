using System.Text.RegularExpressions;

namespace CC.Cli.Import.ProcessCompose;

/// <summary>Puts values into the texts of process-compose: <c>{{.NAME}}</c> from <c>vars</c>, and <c>$NAME</c> and <c>${NAME}</c> from the environment it is read in, <c>$$</c> being a dollar sign.</summary>
/// <param name="environment">The environment.</param>
/// <param name="expands">Whether variables are put in.</param>
/// <param name="vars">Values for <c>{{.NAME}}</c>.</param>
internal sealed partial class Texts(Func<string, string?> environment, bool expands, IReadOnlyDictionary<string, string> vars)
{
    /// <summary>A text that somebody else than a shell reads: all is put in now, of which people are told.</summary>
    public string Now(Fields fields, string name, string text)
    {
        var filled = Filled(fields, name, text);
        return !expands ? filled : Variables().Replace(filled, place =>
        {
            var variable = NameOf(place);
            if (variable.Length == 0)
            {
                return "$";
            }

            var value = environment(variable) ?? place.Groups["otherwise"].Value;
            fields.Tell(name, $"${variable} is '{value}' from now on, as in this environment; write what it is to be");
            return value;
        });
    }

    /// <summary>A command that a shell reads: it puts variables in when it runs.</summary>
    public string ForShell(Fields fields, string name, string text)
    {
        var filled = Filled(fields, name, text);
        return expands ? filled.Replace("$$", "$", StringComparison.Ordinal) : filled;
    }

    private string Filled(Fields fields, string name, string text) => Templates().Replace(text, place =>
    {
        if (vars.TryGetValue(place.Groups["name"].Value, out var value))
        {
            return value;
        }

        fields.Tell(name, $"{place.Value} is left as it is: only {{{{.NAME}}}} with a name of vars is put in; write what it is to be");
        return place.Value;
    });

    private static string NameOf(Match place) => place.Groups["plain"].Value + place.Groups["braced"].Value;

    [GeneratedRegex(@"\$(?:\$|(?<plain>[A-Za-z_][A-Za-z0-9_]*)|\{(?<braced>[A-Za-z_][A-Za-z0-9_]*)(?::?-(?<otherwise>[^}]*))?\})")]
    private static partial Regex Variables();

    [GeneratedRegex(@"\{\{\s*(?:\.(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*|[^}]*)\}\}")]
    private static partial Regex Templates();
}
