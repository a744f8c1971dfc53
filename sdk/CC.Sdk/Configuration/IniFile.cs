using CC.Sdk.Options;

namespace CC.Sdk.Configuration;

/// <summary>
/// A configuration file in the format of CC 0.8.7 (Python 2's SafeConfigParser): sections of <c>key = value</c> or <c>key: value</c>, keys in any
/// case, lines that start with <c>#</c>, <c>;</c> or the word <c>rem</c> are comments, and what follows white space and <c>;</c> on a line too, indented lines continue
/// the value above, <c>%(name)s</c> stands for another value of the section or of <c>[DEFAULT]</c>, <c>%%</c> for a per cent sign.
/// </summary>
internal sealed class IniFile
{
    public const string DefaultSection = "DEFAULT";

    private readonly Dictionary<string, IniSection> sections;

    private IniFile(string name, IReadOnlyList<string> repeated, IEnumerable<RawEntry> defaults, IEnumerable<IniSection> sections)
    {
        Defaults = [.. defaults];
        Name = name;
        Repeated = repeated;
        this.sections = sections.ToDictionary(section => section.Name);
    }

    /// <summary>What errors call the file: its path.</summary>
    public string Name { get; }

    /// <summary>All sections but [DEFAULT], the main one first, then in the order of the file.</summary>
    public IEnumerable<IniSection> Sections => sections.Values;

    /// <summary>The entries of [DEFAULT].</summary>
    public IReadOnlyList<RawEntry> Defaults { get; }

    /// <summary>For each entry that a later one replaces, a sentence that says so.</summary>
    public IReadOnlyList<string> Repeated { get; }

    /// <summary>Reads a file's text; what can't be read, now or when it is asked for, is added to the errors.</summary>
    public static IniFile Parse(string text, IniLayout layout, ICollection<OptionError> errors)
    {
        var reader = new IniReader(layout.Name, errors);
        var written = reader.Read(text);
        var defaults = written.FirstOrDefault(section => section.Name == DefaultSection)?.Entries ?? [];
        IniSection? main = null;
        var sections = new List<IniSection>();
        foreach (var section in written.Where(section => section.Name != DefaultSection).OrderBy(section => section.Name != layout.MainSection))
        {
            var isMain = section.Name == layout.MainSection;
            if (isMain)
            {
                Override(section, layout.Overrides);
            }

            var made = new IniSection(layout.Name, section, defaults, layout.Injected(section.Name, section.Entries.Keys, main), errors);
            sections.Add(made);
            main ??= isMain ? made : null;
        }

        return new IniFile(layout.Name, reader.Repeated, defaults.Values, sections);
    }

    public IniSection? Find(string section) => sections.GetValueOrDefault(section);

    private static void Override(RawSection main, IReadOnlyDictionary<string, string> overrides)
    {
        foreach (var (key, value) in overrides)
        {
            main.Entries[key] = new RawEntry(key, key, value, IniLayout.OverridePlace);
        }
    }
}
