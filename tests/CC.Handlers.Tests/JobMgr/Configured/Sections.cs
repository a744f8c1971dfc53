using CC.Sdk.Options;

namespace CC.Handlers.Tests.JobMgr.Configured;

/// <summary>Sections as the host gives them to a handler.</summary>
internal static class Sections
{
    /// <summary>Lines of <c>[section]</c> and <c>key = value</c>.</summary>
    public static IReadOnlyList<ConfiguredSection> Of(string ini)
    {
        var sections = new List<(string Name, List<KeyValuePair<string, string>> Entries)>();
        foreach (var line in ini.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '[')
            {
                sections.Add((line[1..^1], []));
            }
            else
            {
                var pair = line.Split('=', 2, StringSplitOptions.TrimEntries);
                sections[^1].Entries.Add(KeyValuePair.Create(pair[0], pair[1]));
            }
        }

        return [.. sections.Select(section => new ConfiguredSection(section.Name, section.Entries))];
    }
}
