using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace CC.Sdk.Options;

/// <summary>One property of an options record as an option: its name, and how text becomes its value.</summary>
internal sealed class OptionDescriptor
{
    private readonly PropertyInfo property;
    private readonly OptionAttribute attribute;

    private OptionDescriptor(PropertyInfo property)
    {
        this.property = property;
        attribute = property.GetCustomAttribute<OptionAttribute>() ?? new OptionAttribute();
        Name = attribute.Name ?? KebabCase.Of(property.Name);
    }

    public string Name { get; }

    public bool Required => attribute.Required;

    public SectionKind Refers => attribute.Refers;

    public Type? ReferredOptions => attribute.ReferredOptions;

    /// <summary>Whether text can become the property's value at all.</summary>
    public bool IsSupported => OptionText.IsSupported(ValueType);

    /// <summary>The property's name and type, for whoever has declared it.</summary>
    public string Declaration => $"{property.DeclaringType}.{property.Name} of type {property.PropertyType}";

    private Type ValueType => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>The options of a record, in the order in which they are declared.</summary>
    public static IReadOnlyList<OptionDescriptor> Of([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && !FurtherSections.IsMeant(property))
            .Select(property => new OptionDescriptor(property))];

    /// <summary>Sets the property from text; returns the rule that the text breaks, or null.</summary>
    public string? Set(object options, string text)
    {
        if (text.Length == 0)
        {
            return null; // An empty value leaves the default, as in CC 0.8.7.
        }

        var (value, rule) = OptionText.Read(text, ValueType, attribute);
        if (rule is null)
        {
            property.SetValue(options, value);
        }

        return rule;
    }

    /// <summary>The property's value the way it is written in a configuration.</summary>
    public string Format(object options) => property.GetValue(options) switch
    {
        null => "",
        bool yes => yes ? "yes" : "no",
        TimeSpan time => (attribute.Unit == TimeUnit.Seconds ? time.TotalSeconds : time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        Enum name => KebabCase.Of(name.ToString()),
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object>()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    /// <summary>The section names in the property's value.</summary>
    public IEnumerable<string> References(object options) => property.GetValue(options) switch
    {
        string { Length: > 0 } one => [one],
        string => [],
        IEnumerable<string> several => several,
        _ => [],
    };
}
