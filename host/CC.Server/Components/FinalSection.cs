using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Server.Components;

/// <summary>A section made of values that were read before.</summary>
internal static class FinalSection
{
    /// <summary>The values are final: a per cent sign in them is one.</summary>
    public static IniSection Of(string jobName, string name, IReadOnlyDictionary<string, string> texts, ICollection<OptionError> errors)
    {
        var entries = texts.ToDictionary(option => option.Key, option => new RawEntry(option.Key, option.Key, option.Value.Replace("%", "%%"), jobName));
        return new IniSection(jobName, new RawSection(name, entries), new Dictionary<string, RawEntry>(), [], errors);
    }
}
