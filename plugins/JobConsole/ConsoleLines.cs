using System.Globalization;
using System.Text;
using CC.Sdk;

namespace CC.Plugins.JobConsole;

/// <summary>Turns events into lines: <c>HH:MM:SS JOB | TEXT</c>, each job in a colour of its own. One caller at a time.</summary>
internal sealed class ConsoleLines(JobConsoleOptions options, TimeZoneInfo zone)
{
    private const string Plain = "\e[0m";

    /// <summary>In gaffer's order: cyan, yellow, green, magenta, red, blue, and brighter ones.</summary>
    private static readonly int[] Colours = [36, 33, 32, 35, 31, 34, 96, 93, 92, 95, 91, 94];

    private readonly Dictionary<string, int> colours = [];

    /// <summary>What an event of a job or a process is worth; empty if it is not among the actions.</summary>
    public string OfAction(NodeEvent happened, JobEvent told)
    {
        var job = told.Name!;
        var action = happened.Name[Math.Min(happened.Name.Length, $"job.{job}.".Length)..];
        return !options.Actions.Contains(action) ? ""
            : Line(happened.Time, job, told.Pid is not { } pid ? $"{action} {job}" : action == "spawn" ? $"spawn process with pid {pid}" : $"{action} process with pid {pid}");
    }

    /// <summary>What a process has written: its lines that are not blank.</summary>
    public string OfOutput(NodeEvent happened, JobEvent told) =>
        string.Concat((told.Text ?? "").Split('\n').Select(Clean).Where(line => line.Length > 0).Select(line => Line(happened.Time, told.Name!, line)));

    public string Line(DateTimeOffset time, string job, string text)
    {
        var clock = TimeZoneInfo.ConvertTime(time, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return options.Colorize ? $"\e[{ColourOf(job)}m{clock} {job} | {Plain}{text}\n" : $"{clock} {job} | {text}\n";
    }

    private int ColourOf(string job)
    {
        if (!colours.TryGetValue(job, out var colour))
        {
            colours[job] = colour = Colours[colours.Count % Colours.Length];
        }

        return colour;
    }

    /// <summary>What could have a terminal do things is left out.</summary>
    private static string Clean(string line)
    {
        var clean = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            clean.Append(letter == '\t' ? " " : char.IsControl(letter) ? "" : letter.ToString());
        }

        return clean.ToString().Trim();
    }
}
