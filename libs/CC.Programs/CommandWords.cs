using System.Text;

namespace CC.Programs;

/// <summary>Cuts a command line into words as a POSIX shell does (IEEE 1003.1, 2.2 Quoting), and does nothing else that a shell does: no variables, no wildcards, no pipes.</summary>
public static class CommandWords
{
    /// <summary>The words; none if the text is empty.</summary>
    /// <exception cref="FormatException">A quote is not closed, or nothing follows a backslash.</exception>
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var isWord = false;
        for (var position = 0; position < text.Length; position++)
        {
            var letter = text[position];
            if (letter is '\'' or '"')
            {
                position = Quoted(text, position, word);
                isWord = true;
            }
            else if (letter == '\\')
            {
                word.Append(++position < text.Length ? text[position] : throw new FormatException("it ends with a backslash, which stands before another letter"));
                isWord = true;
            }
            else if (!char.IsWhiteSpace(letter))
            {
                word.Append(letter);
                isWord = true;
            }
            else if (isWord)
            {
                words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
        }

        return isWord ? [.. words, word.ToString()] : words;
    }

    /// <summary>Takes what is between two quotes; within double ones a backslash stands before another backslash, a quote, a dollar sign or a back-quote. Returns where the second one is.</summary>
    private static int Quoted(string text, int start, StringBuilder word)
    {
        var quote = text[start];
        for (var position = start + 1; position < text.Length; position++)
        {
            if (text[position] == quote)
            {
                return position;
            }

            if (quote == '"' && text[position] == '\\' && position + 1 < text.Length && text[position + 1] is '"' or '\\' or '$' or '`')
            {
                position++;
            }

            word.Append(text[position]);
        }

        throw new FormatException($"the quote {quote} is not closed");
    }
}
