using System.Globalization;
using System.Text.Json;
using CC.Cli.Output;
using CC.Client.Control;

namespace CC.Cli.Jobs;

/// <summary>What a job's process has written, a line each, with the job before it in a colour of its own.</summary>
internal sealed class OutputLine(bool hasColours)
{
    private const string Plain = "\e[0m";

    /// <summary>In gaffer's order: cyan, yellow, green, magenta, red, blue, and brighter ones.</summary>
    private static readonly int[] Colours = [36, 33, 32, 35, 31, 34, 96, 93, 92, 95, 91, 94];

    private readonly Dictionary<string, int> colours = [];

    /// <summary>The lines of an event; null for one of another process or stream.</summary>
    public string? Format(EventMessage happened, int? pid, string? label)
    {
        var payload = happened.Payload;
        if (!payload.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String
            || (pid is { } wanted && payload.GetProperty("pid").GetInt32() != wanted)
            || (label is not null && payload.GetProperty("label").GetString() != label))
        {
            return null;
        }

        var name = payload.GetProperty("name").GetString()!;
        var time = (DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(happened.Time)).ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var before = $"{time} {name}.{payload.GetProperty("pid").GetRawText()} | ";
        var lines = text.GetString()!.TrimEnd('\n').Split('\n').Select(line => $"{Coloured(name, before)}{CellText.Clean(line)}");
        return string.Join('\n', lines);
    }

    private string Coloured(string name, string text)
    {
        if (!hasColours)
        {
            return text;
        }

        if (!colours.TryGetValue(name, out var colour))
        {
            colours[name] = colour = Colours[colours.Count % Colours.Length];
        }

        return $"\e[{colour}m{text}{Plain}";
    }
}
