namespace CC.Cli.Import;

/// <summary>Reads an ini file as Python's RawConfigParser does for supervisord: names in small letters, lines that are set in go on with the value above, <c>;</c> or <c>#</c> behind a blank ends a line.</summary>
internal static class IniSettings
{
    /// <summary>The sections, in order, each a map.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="notes">Told of lines that are none.</param>
    public static IReadOnlyList<KeyValuePair<string, Setting>> Read(string file, string content, ICollection<Note> notes)
    {
        var sections = new List<(string Name, int Line, List<(string Name, int Line, List<string> Value)> Entries)>();
        foreach (var (line, number) in content.Split('\n').Select((line, index) => (WithoutComment(line.TrimEnd()), index + 1)))
        {
            var text = line.Trim();
            if (text.Length == 0)
            {
                continue;
            }

            if (char.IsWhiteSpace(line[0]) && sections is [.., { Entries: [.., var above] }])
            {
                above.Value.Add(text);
            }
            else if (text[0] == '[' && text.Contains(']'))
            {
                sections.Add((text[1..text.IndexOf(']', StringComparison.Ordinal)].Trim(), number, []));
            }
            else if (text.IndexOfAny(['=', ':']) is > 0 and var at && sections.Count > 0)
            {
                sections[^1].Entries.Add((text[..at].Trim().ToLowerInvariant(), number, [text[(at + 1)..].Trim()]));
            }
            else
            {
                notes.Add(new Note(file, number, sections is [.., var its] ? $"[{its.Name}] '{text}'" : $"'{text}'", null, "is neither [SECTION] nor NAME=VALUE in one; write it so, or take it out") { IsError = true });
            }
        }

        return [.. sections.Select(section => KeyValuePair.Create(section.Name, new Setting(SettingKind.Map, file, section.Line)
        {
            Fields = [.. section.Entries.Select(entry => KeyValuePair.Create(entry.Name, new Setting(SettingKind.Text, file, entry.Line) { Text = string.Join('\n', entry.Value).Trim() }))],
        }))];
    }

    private static string WithoutComment(string line)
    {
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] is ';' or '#' && (at == 0 || char.IsWhiteSpace(line[at - 1])))
            {
                return line[..at].TrimEnd();
            }
        }

        return line;
    }
}
