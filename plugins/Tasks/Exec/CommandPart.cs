using System.Text.RegularExpressions;

namespace CC.Plugins.Tasks.Exec;

/// <summary>A part of a word: text, or a place for a parameter whose value must match a pattern as a whole, if there is one.</summary>
internal sealed record CommandPart(string Text, string? Parameter, Regex? Pattern)
{
    /// <param name="inside">What stands between the braces: <c>NAME</c> or <c>NAME:PATTERN</c>.</param>
    /// <exception cref="FormatException">It is not that.</exception>
    public static CommandPart Place(string inside)
    {
        var parts = inside.Split(':', 2);
        return parts[0].Length > 0 && parts[0].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
            ? new CommandPart("", parts[0], parts.Length == 2 ? Compile(parts[1]) : null)
            : throw new FormatException($"has {{{inside}}}, which is no place for a parameter: {{NAME}} or {{NAME:PATTERN}}");
    }

    /// <summary>Values come from outside: none may take long to match.</summary>
    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"has the pattern {pattern}, which can't be used: {wrong.Message}");
        }
    }
}
