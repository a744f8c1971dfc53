using System.Text;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>
/// Splits a command into words as a POSIX shell does (IEEE 1003.1, Shell Command Language, 2.2 Quoting), and does nothing else that a shell would: no
/// variables, no wildcards, no pipes.
/// </summary>
internal static class CommandWords
{
    /// <summary>The words, or the rule that the text breaks.</summary>
    public static (IReadOnlyList<string> Words, string? Rule) Split(string text)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        for (var position = 0; position < text.Length; position++)
        {
            switch (text[position])
            {
                case ' ' or '\t' or '\n' or '\r':
                    Add(words, ref word);
                    break;
                case '\'':
                    var end = text.IndexOf('\'', position + 1);
                    if (end < 0)
                    {
                        return ([], "has a ' that is not closed");
                    }

                    (word ??= new()).Append(text, position + 1, end - position - 1);
                    position = end;
                    break;
                case '"':
                    if (!TryQuoted(text, ref position, word ??= new()))
                    {
                        return ([], "has a \" that is not closed");
                    }

                    break;
                case '\\':
                    if (++position == text.Length)
                    {
                        return ([], "ends with a \\ that stands for nothing");
                    }

                    (word ??= new()).Append(text[position]);
                    break;
                case var letter:
                    (word ??= new()).Append(letter);
                    break;
            }
        }

        Add(words, ref word);
        return words is [] or ["", ..] ? ([], "names no program") : (words, null);
    }

    /// <summary>Within double quotes a backslash stands for itself, unless what follows has a meaning there.</summary>
    private static bool TryQuoted(string text, ref int position, StringBuilder word)
    {
        while (++position < text.Length && text[position] != '"')
        {
            var isEscape = text[position] == '\\' && position + 1 < text.Length && text[position + 1] is '"' or '\\' or '$' or '`';
            word.Append(text[isEscape ? ++position : position]);
        }

        return position < text.Length;
    }

    private static void Add(List<string> words, ref StringBuilder? word)
    {
        if (word is not null)
        {
            words.Add(word.ToString());
            word = null;
        }
    }
}
