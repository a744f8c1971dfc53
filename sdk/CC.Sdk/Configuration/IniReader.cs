using CC.Sdk.Options;

namespace CC.Sdk.Configuration;

/// <summary>An entry as it is written, before interpolation; its key in lower case and as written.</summary>
internal sealed record RawEntry(string Key, string Written, string Text, int Line);

/// <summary>Cuts a configuration's text into sections and entries. A section that comes up again goes on; of equal keys the last one counts.</summary>
internal sealed class IniReader(string file, ICollection<OptionError> errors)
{
    private readonly List<(string Name, Dictionary<string, RawEntry> Entries)> sections = [];
    private Dictionary<string, RawEntry>? current;
    private string? lastKey;

    public IReadOnlyList<(string Name, Dictionary<string, RawEntry> Entries)> Read(string text)
    {
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line[0] is '#' or ';')
            {
                continue;
            }

            if (char.IsWhiteSpace(line[0]) && lastKey is not null)
            {
                Continue(line.Trim());
            }
            else if (line[0] == '[')
            {
                Open(line, number);
            }
            else
            {
                Add(line, number);
            }
        }

        return sections;
    }

    private void Open(string line, int number)
    {
        var end = line.IndexOf(']');
        lastKey = null;
        if (end <= 1)
        {
            current = null;
            errors.Add(new OptionError($"{file}:{number}", "", "", null, $"'{line}' is not a section: write [name]"));
            return;
        }

        var name = line[1..end];
        current = sections.FirstOrDefault(section => section.Name == name).Entries;
        if (current is null)
        {
            current = [];
            sections.Add((name, current));
        }
    }

    private void Add(string line, int number)
    {
        var separator = line.IndexOfAny(['=', ':']);
        if (separator <= 0 || current is null)
        {
            lastKey = null;
            var rule = current is null ? "stands before the first section" : "is neither a section, a comment, nor key = value";
            errors.Add(new OptionError($"{file}:{number}", "", "", null, $"'{line.Trim()}' {rule}"));
            return;
        }

        var written = line[..separator].Trim();
        lastKey = written.ToLowerInvariant();
        var value = line[(separator + 1)..];
        var comment = value.IndexOf(';');
        if (comment > 0 && char.IsWhiteSpace(value[comment - 1]))
        {
            value = value[..comment];
        }

        value = value.Trim();
        current[lastKey] = new RawEntry(lastKey, written, value == "\"\"" ? "" : value, number);
    }

    private void Continue(string text)
    {
        var entry = current![lastKey!];
        current[lastKey!] = entry with { Text = $"{entry.Text}\n{text}" };
    }
}
