using System.Text;
using System.Text.RegularExpressions;

namespace CC.Files;

/// <summary>A file name pattern as shells and Python have it: <c>*</c>, <c>?</c>, <c>[abc]</c>, <c>[a-z]</c>, <c>[!a-z]</c>; upper and lower case differ. Thread-safe.</summary>
public sealed class Wildcard
{
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
            var end = text[i] == '[' ? text.IndexOf(']', Math.Min(i + 2, text.Length)) : -1;
            if (end > 0)
            {
                var set = text[(i + 1)..end].Replace(@"\", @"\\").Replace("[", @"\[");
                regex.Append('[').Append(set[0] == '!' ? $"^{set[1..]}" : set[0] == '^' ? $@"\{set}" : set).Append(']');
                i = end;
            }
            else
            {
                regex.Append(text[i] switch { '*' => ".*", '?' => ".", var other => Regex.Escape($"{other}") });
            }
        }

        return regex.Append(@"\z").ToString();
    }
}
