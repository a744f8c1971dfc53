using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Sdk.Tests.Configuration;

/// <summary>Reads configurations the way the server does, without what it adds to them.</summary>
internal static class Ini
{
    public static readonly Dictionary<string, string> NoOverrides = [];

    public static (IniFile File, List<OptionError> Errors) Read(string text) =>
        Read(text, NoOverrides, (_, _, _) => []);

    public static (IniFile File, List<OptionError> Errors) Read(
        string text,
        IReadOnlyDictionary<string, string> overrides,
        Func<string, ICollection<string>, IniSection?, IEnumerable<KeyValuePair<string, string>>> injected)
    {
        var errors = new List<OptionError>();
        return (IniFile.Parse(text, new IniLayout("cc.ini", "main", overrides, injected), errors), errors);
    }

    /// <summary>A value of the section [s]; the file must have no errors.</summary>
    public static string? Value(string text, string key)
    {
        var (file, errors) = Read(text);
        var value = file.Find("s")!.Find(key)?.Value;
        Assert.Empty(errors);
        return value;
    }
}
