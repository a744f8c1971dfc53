using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Sdk.Testing;

/// <summary>Makes options records the way the server does: of the lines of a section.</summary>
public static class OptionsOf
{
    /// <summary>Reads options from lines <c>key = value</c>.</summary>
    /// <exception cref="OptionsException">A line, or a value, is invalid, or an option is unknown.</exception>
    public static T Section<T>(string lines)
        where T : class, new() =>
        (T)Section(typeof(T), lines);

    /// <inheritdoc cref="Section{T}"/>
    public static object Section(Type type, string lines)
    {
        var errors = new List<OptionError>();
        var section = Parse(lines, errors);
        var options = OptionsBinder.Bind(type, section, errors);
        OptionsBinder.RefuseUnknown(section, [type], errors);
        return errors is [] ? options : throw new OptionsException(errors);
    }

    /// <summary>The options of a record with their defaults, as they are written in a configuration.</summary>
    public static IReadOnlyDictionary<string, string> Defaults(Type type) => OptionsBinder.Texts(Activator.CreateInstance(type)!);

    /// <summary>Reads a record's options from a section that has those of others as well.</summary>
    internal static T Shared<T>(string lines)
        where T : class, new()
    {
        var errors = new List<OptionError>();
        var options = OptionsBinder.Bind<T>(Parse(lines, errors), errors);
        return errors is [] ? options : throw new OptionsException(errors);
    }

    /// <summary>The values of the lines, by their keys.</summary>
    internal static IReadOnlyDictionary<string, string> Values(string lines) => Parse(lines, []).Values();

    private static IniSection Parse(string lines, List<OptionError> errors)
    {
        var layout = new IniLayout("test.ini", "test", new Dictionary<string, string>(), (_, _, _) => []);
        var file = IniFile.Parse($"[test]\n{lines}", layout, errors);
        return errors is [] ? file.Find("test")! : throw new OptionsException(errors);
    }
}
