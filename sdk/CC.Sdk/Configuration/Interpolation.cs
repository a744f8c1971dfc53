using System.Text;
using CC.Sdk.Options;

namespace CC.Sdk.Configuration;

/// <summary>Replaces <c>%(name)s</c> by the value of that name, and <c>%%</c> by a per cent sign.</summary>
internal sealed class Interpolation(IReadOnlyDictionary<string, RawEntry> values)
{
    /// <summary>As deep as Python's SafeConfigParser goes.</summary>
    private const int MaxDepth = 10;

    /// <summary>A few references in each of a few values can stand for more text than there is memory.</summary>
    private const int MaxLength = 1024 * 1024;

    private readonly HashSet<string> referenced = [];

    public bool IsReferenced(string key) => referenced.Contains(key);

    /// <summary>The text, or the rule that it breaks.</summary>
    public (string? Text, string? Rule) Apply(RawEntry entry)
    {
        var result = new StringBuilder();
        var rule = Append(result, entry.Text, 0);
        return rule is null ? (result.ToString(), null) : (null, rule);
    }

    private string? Append(StringBuilder result, string text, int depth)
    {
        if (depth > MaxDepth)
        {
            return "refers to itself through %(...)s";
        }

        var position = 0;
        while (text.IndexOf('%', position) is >= 0 and var sign)
        {
            result.Append(text, position, sign - position);
            var rest = text.AsSpan(sign);
            if (rest.StartsWith("%%"))
            {
                result.Append('%');
                position = sign + 2;
                continue;
            }

            var end = rest.IndexOf(')');
            if (end < 3 || rest[1] != '(' || !rest[(end + 1)..].StartsWith("s"))
            {
                return "has a '%' that starts no %(name)s; write %% for a per cent sign";
            }

            if (Refer(result, rest[2..end].ToString().ToLowerInvariant(), depth) is { } rule)
            {
                return rule;
            }

            position = sign + end + 2;
        }

        result.Append(text, position, text.Length - position);
        return result.Length > MaxLength ? $"stands for more than {MaxLength} characters" : null;
    }

    private string? Refer(StringBuilder result, string key, int depth)
    {
        if (!values.TryGetValue(key, out var entry))
        {
            var nearest = NearestName.Find(key, values.Keys);
            return nearest is null ? $"refers to %({key})s, which is not defined" : $"refers to %({key})s, which is not defined; did you mean %({nearest})s?";
        }

        referenced.Add(key);
        return Append(result, entry.Text, depth + 1);
    }
}
