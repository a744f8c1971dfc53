using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CC.Sdk.Configuration;

namespace CC.Sdk.Options;

/// <summary>Gives an options record the further sections that it asks for (<see cref="SectionsAttribute"/>), and has it look through them.</summary>
internal static class FurtherSections
{
    /// <summary>The sections of a file that a record asks for.</summary>
    public static IReadOnlyList<IniSection> Find(Type options, IniFile file) =>
        PropertyOf(options) is { } property ? [.. file.Sections.Where(section => Names(property).Any(name => IsNamed(section.Name, name)))] : [];

    /// <summary>Whether a record asks for any.</summary>
    public static bool AreWanted(Type options) => PropertyOf(options) is not null;

    /// <summary>Whether the property that asks for them can't have them.</summary>
    public static bool AreMisplaced(Type options) => PropertyOf(options)?.PropertyType.IsAssignableFrom(typeof(ConfiguredSection[])) == false;

    /// <summary>Whether a property is no option, but gets sections.</summary>
    public static bool IsMeant(PropertyInfo property) => property.IsDefined(typeof(SectionsAttribute));

    /// <summary>Sets the record's property, and adds what the record finds wrong.</summary>
    public static IReadOnlyList<ConfiguredSection> Give(object options, IReadOnlyList<IniSection> sections, ICollection<OptionError> errors, ICollection<OptionError> warnings)
    {
        ConfiguredSection[] given = [.. sections.Select(section => new ConfiguredSection(section.Name, [.. section.OwnEntries.Select(entry => KeyValuePair.Create(entry.Written, entry.Value))]))];
        PropertyOf(options.GetType())!.SetValue(options, given);
        foreach (var finding in Findings(options))
        {
            var section = sections.FirstOrDefault(section => section.Name == finding.Section);
            var error = section?.Error(finding.Option.ToLowerInvariant(), finding.Rule) ?? new OptionError("", finding.Section, finding.Option, null, finding.Rule);
            (finding.IsWarning ? warnings : errors).Add(error);
        }

        return given;
    }

    /// <summary>It is code of a plugin, and may throw.</summary>
    private static IEnumerable<SectionFinding> Findings(object options)
    {
        try
        {
            return options is ISectionRules rules ? [.. rules.CheckSections()] : [];
        }
        catch (Exception failure)
        {
            return [new SectionFinding("", "", $"the sections can't be looked through: {failure.Message.TrimEnd('.')} ({failure.GetType().Name} in {options.GetType().Name}.CheckSections)")];
        }
    }

    private static PropertyInfo? PropertyOf([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).FirstOrDefault(IsMeant);

    private static IReadOnlyList<string> Names(PropertyInfo property) => property.GetCustomAttribute<SectionsAttribute>()!.Names;

    private static bool IsNamed(string section, string name) => name.EndsWith(':') ? section.StartsWith(name, StringComparison.Ordinal) && section.Length > name.Length : section == name;
}
