using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

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
        Name = attribute.Name ?? KebabCase(property.Name);
    }

    public string Name { get; }

    public bool Required => attribute.Required;

    public SectionKind Refers => attribute.Refers;

    public Type? ReferredOptions => attribute.ReferredOptions;

    /// <summary>The options of a record, in the order in which they are declared.</summary>
    public static IReadOnlyList<OptionDescriptor> Of(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Select(property => new OptionDescriptor(property))];

    /// <summary>Sets the property from text; returns the rule that the text breaks, or null.</summary>
    public string? Set(object options, string text)
    {
        if (text.Length == 0)
        {
            return null; // An empty value leaves the default, as in CC 0.8.7.
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var (value, rule) = Convert(type, text);
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
        Enum name => KebabCase(name.ToString()),
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object>()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    /// <summary>The section names in the property's value.</summary>
    public IEnumerable<string> References(object options) => property.GetValue(options) switch
    {
        string { Length: > 0 } one => [one],
        IEnumerable<string> several => several,
        _ => [],
    };

    private (object? Value, string? Rule) Convert(Type type, string text)
    {
        if (type == typeof(string))
        {
            return (attribute.Path ? ExpandHome(text) : text, null);
        }

        if (type == typeof(bool))
        {
            return text.ToLowerInvariant() switch
            {
                "1" or "yes" or "true" or "on" => (true, null),
                "0" or "no" or "false" or "off" => (false, null),
                _ => (null, "is yes or no (also 1/0, true/false, on/off)"),
            };
        }

        if (type.IsEnum)
        {
            var names = Enum.GetNames(type);
            var name = Array.Find(names, candidate => string.Equals(KebabCase(candidate), text, StringComparison.OrdinalIgnoreCase));
            return name is null
                ? (null, $"is one of: {string.Join(", ", names.Select(KebabCase))}")
                : (Enum.Parse(type, name), null);
        }

        if (typeof(IEnumerable<string>).IsAssignableFrom(type))
        {
            return (text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), null);
        }

        return ConvertNumber(type, text);
    }

    private (object? Value, string? Rule) ConvertNumber(Type type, string text)
    {
        if (type == typeof(ByteSize))
        {
            return ByteSize.TryParse(text, null, out var size)
                ? Limit(size, size.Octets)
                : (null, "is a size: a whole number, optionally with K, M, G, T, P or E, such as 256 MB");
        }

        if (!double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return (null, "is a number");
        }

        if (type == typeof(TimeSpan))
        {
            return Limit(attribute.Unit == TimeUnit.Seconds ? TimeSpan.FromSeconds(number) : TimeSpan.FromMilliseconds(number), number);
        }

        if (type == typeof(double))
        {
            return Limit(number, number);
        }

        return number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue
            ? Limit((int)number, number)
            : (null, $"is a whole number, at most {int.MaxValue}");
    }

    private (object? Value, string? Rule) Limit(object value, double number) =>
        number < attribute.Min ? (null, $"is at least {Shown(attribute.Min)}")
        : number > attribute.Max ? (null, $"is at most {Shown(attribute.Max)}")
        : (value, null);

    private string Shown(double limit) =>
        property.PropertyType == typeof(ByteSize) || property.PropertyType == typeof(ByteSize?)
            ? new ByteSize((long)limit).ToString()
            : limit.ToString(CultureInfo.InvariantCulture);

    private static string ExpandHome(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
            : path;

    private static string KebabCase(string name)
    {
        var kebab = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && kebab.Length > 0)
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }
}
