using CC.Sdk;

namespace CC.Plugins.Tasks.Exec;

/// <summary>One word of a command: fixed text, and places for parameters.</summary>
internal sealed record CommandWord(IReadOnlyList<CommandPart> Parts)
{
    private const int LongestValue = 4096;

    /// <summary>Whether it has no places for parameters.</summary>
    public bool IsFixed => Parts is [{ Parameter: null }];

    /// <exception cref="FormatException">A brace is not closed, or has no name in it.</exception>
    public static CommandWord Parse(string text)
    {
        var parts = new List<CommandPart>();
        for (var position = 0; position < text.Length;)
        {
            var open = text.IndexOf('{', position);
            if (open != position)
            {
                var end = open < 0 ? text.Length : open;
                parts.Add(new CommandPart(text[position..end], null, null));
                position = end;
                continue;
            }

            var close = ClosingOf(text, open);
            parts.Add(CommandPart.Place(text[(open + 1)..close]));
            position = close + 1;
        }

        return new CommandWord(parts is [] ? [new CommandPart("", null, null)] : parts);
    }

    /// <summary>The word with parameters in their places.</summary>
    /// <exception cref="TaskRefusedException">A parameter is missing, or is not allowed.</exception>
    public string Fill(Func<string, string?> find)
    {
        var word = "";
        foreach (var part in Parts)
        {
            word += part.Parameter is { } name ? Allow(part, name, find(name), isFirst: word.Length == 0) : part.Text;
        }

        return word;
    }

    private static string Allow(CommandPart part, string name, string? value, bool isFirst) =>
        value is null ? throw new TaskRefusedException($"the parameter {name} is missing")
        : value.Length > LongestValue ? throw new TaskRefusedException($"the parameter {name} has more than {LongestValue} characters")
        : value.Any(char.IsControl) ? throw new TaskRefusedException($"the parameter {name} has control characters in it")
        : part.Pattern?.IsMatch(value) == false ? throw new TaskRefusedException($"the parameter {name} = {value} is not allowed: it must be {part.Pattern}")
        : part.Pattern is null && isFirst && value.StartsWith('-') ? throw new TaskRefusedException($"the parameter {name} = {value} is not allowed: it would be taken for an option")
        : value;

    /// <summary>Patterns have braces of their own.</summary>
    private static int ClosingOf(string text, int open)
    {
        for (int position = open, depth = 0; position < text.Length; position++)
        {
            depth += text[position] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return position;
            }
        }

        throw new FormatException("has a brace that is not closed");
    }
}
