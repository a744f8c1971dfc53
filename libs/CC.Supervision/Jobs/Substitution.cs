using System.Text.RegularExpressions;

namespace CC.Supervision.Jobs;

/// <summary>Puts values of the environment into arguments: <c>$NAME</c>, <c>${NAME}</c>, and <c>$$</c> for a dollar sign.</summary>
internal static partial class Substitution
{
    /// <exception cref="SupervisorException">400: a name has no value, or a dollar sign stands before anything else.</exception>
    public static string Apply(string argument, IReadOnlyDictionary<string, string> environment) => !argument.Contains('$') ? argument : Places().Replace(argument, place =>
        place.Value == "$$" ? "$"
        : Name(place) is not { Length: > 0 } name ? throw SupervisorException.Bad($"the argument '{argument}' has a '$' that no name follows; write $$ for a dollar sign")
        : environment.TryGetValue(name, out var value) ? value
        : throw SupervisorException.Bad($"the argument '{argument}' has ${name}, and the job's environment does not; set it in env, or write $$ for a dollar sign"));

    private static string Name(Match place) => place.Groups["plain"].Value + place.Groups["braced"].Value;

    [GeneratedRegex(@"\$(?:\$|(?<plain>[A-Za-z_][A-Za-z0-9_]*)|\{(?<braced>[A-Za-z_][A-Za-z0-9_]*)\})?")]
    private static partial Regex Places();
}
