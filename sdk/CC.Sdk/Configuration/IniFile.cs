using CC.Sdk.Options;

namespace CC.Sdk.Configuration;

/// <summary>
/// A configuration file in the format of CC 0.8.7 (Python 2's SafeConfigParser): sections of <c>key = value</c> or <c>key: value</c>, keys in any
/// case, lines that start with <c>#</c> or <c>;</c> are comments, and what follows white space and <c>;</c> on a line too, indented lines continue
/// the value above, <c>%(name)s</c> stands for another value of the section or of <c>[DEFAULT]</c>, <c>%%</c> for a per cent sign.
/// </summary>
internal sealed class IniFile
{
    public const string DefaultSection = "DEFAULT";

    private readonly Dictionary<string, IniSection> sections = [];

    private IniFile(string name) => Name = name;

    /// <summary>What errors call the file: its path.</summary>
    public string Name { get; }

    /// <summary>All sections but [DEFAULT], in the order of the file.</summary>
    public IEnumerable<IniSection> Sections => sections.Values;

    public IniSection? Find(string section) => sections.GetValueOrDefault(section);

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The file's path, for errors.</param>
    /// <param name="injected">Values that a section has if neither it nor [DEFAULT] gives them, by its name, its keys, and the main section, which is made first.</param>
    /// <param name="errors">Takes lines that can't be read.</param>
    /// <param name="overrides">Values that replace those of the main section.</param>
    /// <param name="mainSection">The main section's name.</param>
    public static IniFile Parse(
        string text,
        string name,
        Func<string, ICollection<string>, IniSection?, IEnumerable<KeyValuePair<string, string>>> injected,
        ICollection<OptionError> errors,
        IReadOnlyDictionary<string, string> overrides,
        string mainSection)
    {
        var written = new IniReader(name, errors).Read(text);
        var defaults = written.FirstOrDefault(section => section.Name == DefaultSection).Entries ?? [];
        var file = new IniFile(name);
        IniSection? main = null;
        foreach (var (section, entries) in written.Where(section => section.Name != DefaultSection).OrderBy(section => section.Name != mainSection))
        {
            if (section == mainSection)
            {
                foreach (var (key, value) in overrides)
                {
                    entries[key] = new RawEntry(key, key, value, 0);
                }
            }

            var made = new IniSection(name, section, entries, defaults, injected(section, entries.Keys, main).ToDictionary(StringComparer.Ordinal), errors);
            file.sections[section] = made;
            main = section == mainSection ? made : main;
        }

        return file;
    }
}
