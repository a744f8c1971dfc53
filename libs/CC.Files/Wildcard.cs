using System.Text;
using System.Text.RegularExpressions;

namespace CC.Files;

/// <summary>A file name pattern as shells and Python have it: <c>*</c>, <c>?</c>, <c>[abc]</c>, <c>[a-z]</c>, <c>[!a-z]</c>; upper and lower case differ. Thread-safe.</summary>
public sealed class Wildcard
{
    private const string Anything = @"[\s\S]";
    private const string Nothing = @"[^\s\S]";

    private readonly Regex pattern;
    private readonly bool matchesHidden;

    /// <summary>Takes a pattern; every text is one.</summary>
    public Wildcard(string text)
    {
        pattern = new Regex(Translate(text), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        matchesHidden = text.StartsWith('.');
    }

    /// <summary>Whether a file's name matches; one that starts with a dot only if the pattern does.</summary>
    public bool IsMatch(string name) => (matchesHidden || !name.StartsWith('.')) && pattern.IsMatch(name);

    /// <summary>The names of the files in a folder that match, in ordinal order; none if the folder is not there.</summary>
    public IReadOnlyList<string> Find(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(IsMatch).Order(StringComparer.Ordinal)]
            : [];

    private static string Translate(string text)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '[' ? EndOfSet(text, i) : -1;
            regex.Append(text[i] switch
            {
                '[' when end > 0 => Set(text[(i + 1)..end]),
                '*' => $"{Anything}*",
                '?' => Anything,
                var letter => Literal(letter),
            });
            i = Math.Max(i, end);
        }

        return regex.Append(@"\z").ToString();
    }

    /// <summary>Where a set ends: at the first closing bracket that is not its first letter; -1 if there is none, and the bracket stands for itself.</summary>
    private static int EndOfSet(string text, int start)
    {
        var first = start + 1 < text.Length && text[start + 1] == '!' ? start + 2 : start + 1;
        return first + 1 < text.Length ? text.IndexOf(']', first + 1) : -1;
    }

    private static string Set(string letters)
    {
        var isNegative = letters[0] == '!';
        var ranges = new StringBuilder();
        for (var i = isNegative ? 1 : 0; i < letters.Length; i++)
        {
            var isRange = i + 2 < letters.Length && letters[i + 1] == '-';
            var last = isRange ? letters[i + 2] : letters[i];
            if (letters[i] <= last)
            {
                ranges.Append(Literal(letters[i])).Append('-').Append(Literal(last));
            }

            i += isRange ? 2 : 0;
        }

        return ranges.Length == 0 ? (isNegative ? Anything : Nothing) : $"[{(isNegative ? "^" : "")}{ranges}]";
    }

    private static string Literal(char letter) => $@"\u{(int)letter:X4}";
}
