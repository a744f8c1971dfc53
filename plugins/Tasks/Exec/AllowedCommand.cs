using CC.Programs;
using CC.Sdk;

namespace CC.Plugins.Tasks.Exec;

/// <summary>A command that may be run: its program, and its arguments with places for parameters.</summary>
/// <param name="Name">What clients call it.</param>
/// <param name="Words">The program and its arguments.</param>
internal sealed record AllowedCommand(string Name, IReadOnlyList<CommandWord> Words)
{
    /// <summary>Reads a line <c>NAME: /PROGRAM ARGUMENT {PARAMETER} {PARAMETER:PATTERN} ...</c>, its words quoted as in a shell.</summary>
    /// <exception cref="FormatException">It is not such a line; the message says what is wrong with it.</exception>
    public static AllowedCommand Parse(string line)
    {
        var colon = line.IndexOf(':');
        var name = colon < 0 ? "" : line[..colon].Trim();
        if (name.Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-' or '.')))
        {
            throw new FormatException("does not begin with a name (letters, digits, '_', '-', '.') and a colon");
        }

        var words = CommandWords.Split(line[(colon + 1)..]).Select(CommandWord.Parse).ToArray();
        return words is [{ IsFixed: true } program, ..] && program.Fill(_ => null).StartsWith('/')
            ? new AllowedCommand(name, words)
            : throw new FormatException("does not name its program by its whole path");
    }

    /// <summary>The rule that a line breaks, or null.</summary>
    public static string? BrokenRule(string line)
    {
        try
        {
            Parse(line);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    /// <summary>The program and its arguments for a request.</summary>
    /// <exception cref="TaskRefusedException">A parameter is missing, or is not allowed.</exception>
    public IReadOnlyList<string> For(TaskRequest request) => [.. Words.Select(word => word.Fill(request.Find))];
}
