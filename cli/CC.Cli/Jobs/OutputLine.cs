using System.Globalization;
using System.Text.Json;
using CC.Cli.Output;
using CC.Client.Control;

namespace CC.Cli.Jobs;

/// <summary>What a job's process has written, a line each, with the job before it: all as wide as the widest so far, each in a colour of its own.</summary>
internal sealed class OutputLine(Terminal terminal)
{
    private const string Plain = "\e[0m";

    /// <summary>In gaffer's order: cyan, yellow, green, magenta, red, blue, and brighter ones.</summary>
    private static readonly int[] Colours = [36, 33, 32, 35, 31, 34, 96, 93, 92, 95, 91, 94];

    private readonly Dictionary<string, int> colours = [];
    private int width;

    /// <summary>What an event tells of output, without its last line's end; null for one of another process or stream.</summary>
    public static string? TextOf(EventMessage happened, int? pid, string? label)
    {
        var payload = happened.Payload;
        return !payload.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String
            || (pid is { } wanted && payload.GetProperty("pid").GetInt32() != wanted)
            || (label is not null && payload.GetProperty("label").GetString() != label)
            ? null
            : text.GetString()!.TrimEnd('\n');
    }

    /// <summary>Has lines begin behind names of so many letters.</summary>
    public void MakeRoom(int letters) => width = letters;

    /// <summary>The lines of an event.</summary>
    public string Format(EventMessage happened, string text) =>
        Format(DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(happened.Time), happened.Payload.GetProperty("name").GetString()!, happened.Payload.GetProperty("pid").GetInt32(), text);

    /// <summary>The lines of a text.</summary>
    /// <param name="time">When it was written.</param>
    /// <param name="job">By which job, which has a colour.</param>
    /// <param name="pid">By which of its processes; null if it is about the job.</param>
    /// <param name="text">The text.</param>
    public string Format(DateTimeOffset time, string job, int? pid, string text)
    {
        var name = CellText.Clean(pid is { } number ? $"{job}.{number}" : job);
        width = Math.Max(width, name.Length);
        var before = $"{time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {name.PadRight(width)} | ";
        return string.Join('\n', text.Split('\n').Select(line => $"{Coloured(job, before)}{ProcessText.Line(line, terminal)}"));
    }

    private string Coloured(string name, string text)
    {
        if (!terminal.HasColours)
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
