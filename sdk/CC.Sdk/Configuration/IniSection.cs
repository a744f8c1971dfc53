using CC.Sdk.Options;

namespace CC.Sdk.Configuration;

/// <summary>
/// A section's values: its own, those of [DEFAULT], and those injected, in that order. What the section itself says must be sound; what it
/// inherits, only where it is asked for, since other sections may be meant.
/// </summary>
internal sealed class IniSection
{
    private readonly string file;
    private readonly RawSection own;
    private readonly Dictionary<string, RawEntry> all;
    private readonly ICollection<OptionError> errors;
    private readonly Interpolation interpolation;
    private readonly Dictionary<string, IniEntry> values = [];

    public IniSection(
        string file,
        RawSection own,
        IReadOnlyDictionary<string, RawEntry> defaults,
        IEnumerable<KeyValuePair<string, string>> injected,
        ICollection<OptionError> errors)
    {
        this.file = file;
        this.own = own;
        this.errors = errors;
        all = injected.ToDictionary(value => value.Key, value => new RawEntry(value.Key, value.Key, value.Value, file));
        foreach (var entry in defaults.Values.Concat(own.Entries.Values))
        {
            all[entry.Key] = entry;
        }

        interpolation = new Interpolation(all);
        foreach (var key in own.Entries.Keys)
        {
            Find(key);
        }
    }

    public string Name => own.Name;

    /// <summary>The entries that stand in the section itself, in the order of the file.</summary>
    public IEnumerable<IniEntry> OwnEntries => own.Entries.Keys.Select(key => values[key]);

    /// <summary>All values, with what is inherited; those that can't be interpolated, which others may be meant to have, are left out.</summary>
    public IReadOnlyDictionary<string, string> Values() =>
        all.Values
            .Select(raw => (raw.Key, Text: values.TryGetValue(raw.Key, out var known) ? known.Value : interpolation.Apply(raw).Text))
            .Where(entry => entry.Text is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Text!);

    /// <summary>A value; null if there is none. One that can't be interpolated is an error, once, and stays as written.</summary>
    public IniEntry? Find(string key)
    {
        if (values.TryGetValue(key, out var known) || !all.TryGetValue(key, out var raw))
        {
            return known;
        }

        var (text, rule) = interpolation.Apply(raw);
        if (rule is not null)
        {
            errors.Add(new OptionError(raw.Place, Name, key, raw.Text, rule));
        }

        return values[key] = new IniEntry(key, raw.Written, text ?? raw.Text);
    }

    /// <summary>The value as written, before interpolation; null if there is none.</summary>
    public string? FindRaw(string key) => all.GetValueOrDefault(key)?.Text;

    /// <summary>Whether another value of the section refers to this one: then it need not be an option itself.</summary>
    public bool IsReferenced(string key) => interpolation.IsReferenced(key);

    public OptionError Error(string key, string rule) =>
        new(all.GetValueOrDefault(key)?.Place ?? file, Name, key, Find(key)?.Value, rule);
}
