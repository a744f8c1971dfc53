using System.Text.RegularExpressions;

namespace CC.Cli.Import;

/// <summary>Writes words so that a job has them as they are.</summary>
internal static partial class Quoting
{
    /// <summary>A word of a command line.</summary>
    public static string Word(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>An argument, whose dollar signs stand for themselves.</summary>
    public static string Argument(string word) => word.Replace("$", "$$", StringComparison.Ordinal);

    [GeneratedRegex("^[A-Za-z0-9_@%+=:,./-]+$")]
    private static partial Regex Plain();
}
