namespace CC.Sdk.Configuration;

/// <summary>What a file's sections are given from outside.</summary>
/// <param name="Name">What errors call the file: its path.</param>
/// <param name="MainSection">The section that is made first.</param>
/// <param name="Overrides">Values that replace those of the main section, and what errors call the place that they come from.</param>
/// <param name="Injected">Values that a section has if neither it nor [DEFAULT] gives them, by its name, its keys, and the main section once that is made.</param>
internal sealed record IniLayout(
    string Name,
    string MainSection,
    IReadOnlyDictionary<string, string> Overrides,
    Func<string, ICollection<string>, IniSection?, IEnumerable<KeyValuePair<string, string>>> Injected)
{
    /// <summary>What errors call the place of an override.</summary>
    public const string OverridePlace = "--set";
}
