using System.Globalization;

namespace CC.Cli.Import;

/// <summary>The settings of one thing in a configuration file. Each is taken by its name; <see cref="LoseRest"/> tells of those that nobody has taken, so that none gets lost unseen.</summary>
/// <param name="place">What stands before their names when people are told of them.</param>
/// <param name="whole">The thing, a map of settings.</param>
/// <param name="notes">Where it is told.</param>
internal sealed class Fields(string place, Setting whole, ICollection<Note> notes)
{
    private readonly Dictionary<string, Setting> settings = Last(whole.Fields);
    private readonly HashSet<string> taken = [];

    public bool Has(string name) => settings.TryGetValue(name, out var setting) && setting.Kind != SettingKind.Nothing;

    /// <summary>Takes a setting; null if it is not there, or set to nothing.</summary>
    public Setting? Take(string name)
    {
        taken.Add(name);
        return Has(name) ? settings[name] : null;
    }

    /// <summary>The name of several with one meaning that is there; the last one if none is. Of further ones people are told.</summary>
    public string Of(params string[] names)
    {
        var present = names.Where(Has).ToArray();
        foreach (var other in present.Skip(1))
        {
            Lose(other, $"{present[0]} says the same, and is taken; leave one of them out");
        }

        return present.FirstOrDefault() ?? names[^1];
    }

    public string? Text(string name) => Take(name) switch
    {
        null => null,
        { Kind: SettingKind.Text } text => text.Text,
        _ => Wrong<string?>(name, "a text"),
    };

    public bool? Flag(string name) => Text(name)?.ToLowerInvariant() switch
    {
        null => null,
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => Wrong<bool?>(name, "true or false"),
    };

    public double? Number(string name) => Text(name) switch
    {
        null => null,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => Wrong<double?>(name, "a number"),
    };

    public int? Whole(string name) => Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => Wrong<int?>(name, "a whole number"),
    };

    /// <summary>Octets: a number, and maybe K, M or G, with or without B, of 1024.</summary>
    public long? Octets(string name)
    {
        var text = Text(name)?.Trim().ToUpperInvariant();
        if (text is null)
        {
            return null;
        }

        var number = text.TrimEnd('B');
        var factor = number.LastOrDefault() switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, _ => 1L };
        return double.TryParse(factor == 1 ? number : number[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            ? (long)(count * factor)
            : Wrong<long?>(name, "a number of octets, such as 50MB");
    }

    /// <summary>Texts: of a list, or a single one.</summary>
    public IReadOnlyList<string>? Texts(string name) => Take(name) switch
    {
        null => null,
        { Kind: SettingKind.Text } one => [one.Text],
        { Kind: SettingKind.List } list when list.Items.All(item => item.Kind == SettingKind.Text) => [.. list.Items.Select(item => item.Text)],
        _ => Wrong<IReadOnlyList<string>?>(name, "a list of texts"),
    };

    /// <summary>The settings within a setting.</summary>
    public Fields? Part(string name) => Take(name) switch
    {
        null => null,
        { Kind: SettingKind.Map } map => new Fields($"{place}{name}.", map, notes),
        _ => Wrong<Fields?>(name, "a group of settings"),
    };

    /// <summary>Tells that a setting has no counterpart, if it is there, and set to something that matters.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="advice">What to do instead.</param>
    /// <param name="harmless">Values that change nothing.</param>
    public void Lose(string name, string advice, params string[] harmless)
    {
        if (Take(name) is { } setting && !harmless.Contains(setting.Text, StringComparer.OrdinalIgnoreCase))
        {
            Tell(name, setting, advice);
        }
    }

    /// <summary>Tells something of a setting that is there.</summary>
    public void Tell(string name, string what)
    {
        if (settings.TryGetValue(name, out var setting))
        {
            Tell(name, setting, what);
        }
    }

    /// <summary>Tells that no job can be made as long as a setting is as it is, or is missing.</summary>
    /// <param name="name">The setting; of one that is not there people are told where it should be.</param>
    /// <param name="rule">What it breaks, and what to write.</param>
    public void Refuse(string name, string rule)
    {
        var told = settings.TryGetValue(name, out var setting)
            ? new Note(setting.File, setting.Line, $"{place}{name}", setting.ToString(), rule)
            : new Note(whole.File, whole.Line, place.TrimEnd(' ', ':', '.'), null, rule);
        notes.Add(told with { IsError = true });
    }

    /// <summary>Tells of all settings that nobody has taken.</summary>
    public void LoseRest(string advice)
    {
        foreach (var (name, setting) in settings.Where(entry => !taken.Contains(entry.Key)))
        {
            Tell(name, setting, advice);
        }
    }

    private void Tell(string name, Setting setting, string what) => notes.Add(new Note(setting.File, setting.Line, $"{place}{name}", setting.ToString(), what));

    private T Wrong<T>(string name, string rule)
    {
        Tell(name, $"is not {rule}, and is left out; write {rule}");
        return default!;
    }

    /// <summary>Of one that is there twice, the last one counts, as in the formats themselves.</summary>
    private static Dictionary<string, Setting> Last(IEnumerable<KeyValuePair<string, Setting>> all)
    {
        var settings = new Dictionary<string, Setting>();
        foreach (var (name, setting) in all)
        {
            settings[name] = setting;
        }

        return settings;
    }
}
