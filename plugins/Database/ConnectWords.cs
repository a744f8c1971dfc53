using System.Text;

namespace CC.Plugins.Database;

/// <summary>Takes a connect string of words apart: <c>KEYWORD = VALUE</c>, values with blanks in single quotes, quotes and backslashes behind a backslash.</summary>
internal static class ConnectWords
{
    /// <summary>The pairs, in their order; or the rule that the text breaks.</summary>
    public static (IReadOnlyList<(string Keyword, string Value)> Pairs, string? Rule) Split(string text)
    {
        var pairs = new List<(string, string)>();
        for (var at = SkipBlanks(text, 0); at < text.Length; at = SkipBlanks(text, at))
        {
            var end = at;
            while (end < text.Length && text[end] != '=' && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            var keyword = text[at..end];
            at = SkipBlanks(text, end);
            if (keyword.Length == 0 || at == text.Length || text[at] != '=')
            {
                return ([], $"has '{keyword}' without a value; write KEYWORD=VALUE, such as dbname=confdb host=127.0.0.1");
            }

            at = SkipBlanks(text, at + 1);
            if (ReadValue(text, ref at) is not { } value)
            {
                return ([], $"has {keyword} with a quote that does not end");
            }

            pairs.Add((keyword, value));
        }

        return (pairs, null);
    }

    /// <summary>Null when a quote does not end.</summary>
    private static string? ReadValue(string text, ref int at)
    {
        var isQuoted = at < text.Length && text[at] == '\'';
        at += isQuoted ? 1 : 0;
        var value = new StringBuilder();
        for (; at < text.Length; at++)
        {
            if (isQuoted ? text[at] == '\'' : char.IsWhiteSpace(text[at]))
            {
                at++;
                return value.ToString();
            }

            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at]);
        }

        return isQuoted ? null : value.ToString();
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }
}
