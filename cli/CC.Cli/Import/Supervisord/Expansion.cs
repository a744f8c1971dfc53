using System.Globalization;
using System.Text.RegularExpressions;

namespace CC.Cli.Import.Supervisord;

/// <summary>Puts values into <c>%(name)s</c> and <c>%(name)02d</c>, as Python's operator does; <c>%%</c> is a percent sign.</summary>
/// <param name="environment">The environment's variables, for <c>%(ENV_NAME)s</c>.</param>
/// <param name="notes">Told of what is not known, and of what is known only now.</param>
internal sealed partial class Expansion(Func<string, string?> environment, ICollection<Note> notes)
{
    private const string OfEnvironment = "env_";

    /// <summary>Whether a text is not the same for all processes of a program.</summary>
    public static bool DependsOnProcess(string text) => text.Contains("%(process_num", StringComparison.Ordinal);

    /// <summary>A setting with its values put in.</summary>
    /// <param name="name">The setting, as people are told of it.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="values">The values, by names in small letters.</param>
    public Setting Apply(string name, Setting setting, IReadOnlyDictionary<string, string> values) => setting with
    {
        Text = Places().Replace(setting.Text, place => place.Value == "%%" ? "%" : Formatted(place, Value(name, setting, place.Groups["name"].Value, values)) ?? place.Value),
    };

    private string? Value(string name, Setting setting, string key, IReadOnlyDictionary<string, string> values)
    {
        var small = key.ToLowerInvariant();
        if (values.TryGetValue(small, out var value))
        {
            return value;
        }

        var found = small.StartsWith(OfEnvironment, StringComparison.Ordinal) ? environment(key[OfEnvironment.Length..]) : null;
        notes.Add(new Note(setting.File, setting.Line, name, setting.Text, found is null
            ? $"nobody knows %({key})s here; set it in the environment, or write its value"
            : $"%({key})s is '{found}' from now on, as in this environment; write what it is to be, or $NAME in an argument"));
        return found;
    }

    private static string? Formatted(Match place, string? value) =>
        place.Groups["type"].Value != "d" || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? value
        : place.Groups["width"].Value is { Length: > 0 } width ? number.ToString($"D{int.Parse(width, CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture)
        : value;

    [GeneratedRegex(@"%%|%\((?<name>[^)]+)\)(?<width>[0-9]{0,3})(?<type>[sd])")]
    private static partial Regex Places();
}
