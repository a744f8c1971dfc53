namespace CC.Sdk.Options;

/// <summary>Something that is wrong with a section (<see cref="ISectionRules"/>); the server adds the file and the line.</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Option">The key to blame; empty for the section as a whole.</param>
/// <param name="Rule">What the rule is, and what to do.</param>
public sealed record SectionFinding(string Section, string Option, string Rule)
{
    /// <summary>Whether the configuration can be used all the same.</summary>
    public bool IsWarning { get; init; }

    /// <summary>A warning of a key that nobody knows, with the known one that was probably meant.</summary>
    public static SectionFinding Unknown(string section, string option, IEnumerable<string> known) =>
        new(section, option, NearestName.Find(option, known) is { } nearest ? $"is not known, and has no effect; did you mean {nearest}?" : "is not known, and has no effect") { IsWarning = true };
}
