using System.Text;
using CC.Sdk.Options;

namespace CC.Sdk.Configuration;

/// <summary>An entry with its value interpolated; its key in lower case and as written.</summary>
internal sealed record IniEntry(string Key, string Written, string Value, int Line);

/// <summary>A section's values: its own, those of [DEFAULT], and those injected, in that order.</summary>
internal sealed class IniSection
{
    private const int MaxDepth = 10;

    private readonly string file;
    private readonly Dictionary<string, RawEntry> own;
    private readonly Dictionary<string, RawEntry> all;
    private readonly HashSet<string> referenced = [];
    private readonly Dictionary<string, IniEntry> values = [];

    public IniSection(
        string file,
        string name,
        Dictionary<string, RawEntry> own,
        Dictionary<string, RawEntry> defaults,
        Dictionary<string, string> injected,
        ICollection<OptionError> errors)
    {
        this.file = file;
        this.own = own;
        Name = name;
        all = injected.ToDictionary(value => value.Key, value => new RawEntry(value.Key, value.Key, value.Value, 0));
        foreach (var entry in defaults.Values.Concat(own.Values))
        {
            all[entry.Key] = entry;
        }

        foreach (var entry in all.Values)
        {
            try
            {
                values[entry.Key] = new IniEntry(entry.Key, entry.Written, Interpolate(entry.Text, 0), entry.Line);
            }
            catch (FormatException invalid)
            {
                values[entry.Key] = new IniEntry(entry.Key, entry.Written, entry.Text, entry.Line);
                errors.Add(Error(entry.Key, invalid.Message));
            }
        }
    }

    public string Name { get; }

    /// <summary>The entries that stand in the section itself, in the order of the file.</summary>
    public IEnumerable<IniEntry> OwnEntries => own.Keys.Select(key => values[key]);

    public IniEntry? Find(string key) => values.GetValueOrDefault(key);

    /// <summary>The value as written, before interpolation; null if there is none.</summary>
    public string? FindRaw(string key) => all.GetValueOrDefault(key)?.Text;

    /// <summary>Whether another value of the section refers to this one: then it need not be an option itself.</summary>
    public bool IsReferenced(string key) => referenced.Contains(key);

    /// <summary>Whether two sections say the same.</summary>
    public bool SameAs(IniSection other) =>
        values.Count == other.values.Count
        && values.Values.All(entry => other.Find(entry.Key)?.Value == entry.Value);

    public OptionError Error(string key, string rule)
    {
        var entry = values.GetValueOrDefault(key);
        var place = entry is { Line: > 0 } ? $"{file}:{entry.Line}" : file;
        return new OptionError(place, Name, key, entry?.Value, rule);
    }

    private string Interpolate(string text, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException("refers to itself through %(...)s");
        }

        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                result.Append(text[i]);
            }
            else if (text.AsSpan(i).StartsWith("%%"))
            {
                result.Append('%');
                i++;
            }
            else
            {
                var end = text.IndexOf(")s", i, StringComparison.Ordinal);
                if (end < 0 || text[i + 1] != '(')
                {
                    throw new FormatException("has a '%' that starts no %(name)s; write %% for a per cent sign");
                }

                result.Append(Refer(text[(i + 2)..end].ToLowerInvariant(), depth));
                i = end + 1;
            }
        }

        return result.ToString();
    }

    private string Refer(string key, int depth)
    {
        if (!all.TryGetValue(key, out var entry))
        {
            var nearest = NearestName.Find(key, all.Keys);
            throw new FormatException(nearest is null ? $"refers to %({key})s, which is not defined" : $"refers to %({key})s, which is not defined; did you mean %({nearest})s?");
        }

        referenced.Add(key);
        return Interpolate(entry.Text, depth + 1);
    }
}
