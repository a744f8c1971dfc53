using CC.Sdk.Options;

namespace CC.Sdk.Configuration;

/// <summary>Cuts a configuration's text into sections and entries. A section that comes up again goes on; of equal keys the last one counts.</summary>
internal sealed class IniReader(string file, ICollection<OptionError> errors)
{
    private readonly List<RawSection> sections = [];
    private readonly List<string> repeated = [];
    private RawSection? current;
    private string? lastKey;

    /// <summary>For each entry that a later one of the same key replaces, a sentence that says so.</summary>
    public IReadOnlyList<string> Repeated => repeated;

    public IReadOnlyList<RawSection> Read(string text)
    {
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (IsNothing(line))
            {
                continue;
            }

            if (char.IsWhiteSpace(line[0]) && lastKey is not null)
            {
                Continue(line.Trim());
            }
            else if (line[0] == '[')
            {
                Open(line, $"{file}:{number}");
            }
            else
            {
                Add(line, $"{file}:{number}");
            }
        }

        return sections;
    }

    /// <summary>Empty, or a comment; a line whose first word is REM is one too, unless it is an entry's continuation.</summary>
    private static bool IsNothing(string line) =>
        string.IsNullOrWhiteSpace(line) || line[0] is '#' or ';' || line.Split(default(char[]), 2)[0].Equals("rem", StringComparison.OrdinalIgnoreCase);

    private void Open(string line, string place)
    {
        var end = line.IndexOf(']');
        lastKey = null;
        if (end <= 1)
        {
            current = null;
            errors.Add(new OptionError(place, "", "", null, $"'{line}' is not a section: write [name]"));
            return;
        }

        var name = line[1..end];
        current = sections.Find(section => section.Name == name);
        if (current is null)
        {
            current = new RawSection(name, []);
            sections.Add(current);
        }
    }

    private void Add(string line, string place)
    {
        var separator = line.IndexOfAny(['=', ':']);
        if (separator <= 0 || string.IsNullOrWhiteSpace(line[..separator]) || current is null)
        {
            lastKey = null;
            var rule = current is null ? "stands in no section: write [name] above it" : "is neither a section, a comment, nor key = value";
            errors.Add(new OptionError(place, "", "", null, $"'{line.Trim()}' {rule}"));
            return;
        }

        var written = line[..separator].Trim();
        lastKey = written.ToLowerInvariant();
        if (current.Entries.TryGetValue(lastKey, out var before))
        {
            repeated.Add($"{place}: [{current.Name}] {written} stands a second time; the one at {before.Place} has no effect");
        }

        current.Entries[lastKey] = new RawEntry(lastKey, written, ValueOf(line[(separator + 1)..]), place);
    }

    /// <summary>A comment ends the value where white space and the line's first semicolon meet; two quotes alone stand for nothing.</summary>
    private static string ValueOf(string text)
    {
        var comment = text.IndexOf(';');
        var value = (comment > 0 && char.IsWhiteSpace(text[comment - 1]) ? text[..comment] : text).Trim();
        return value == "\"\"" ? "" : value;
    }

    private void Continue(string text)
    {
        var entry = current!.Entries[lastKey!];
        current.Entries[lastKey!] = entry with { Text = $"{entry.Text}\n{text}" };
    }
}
