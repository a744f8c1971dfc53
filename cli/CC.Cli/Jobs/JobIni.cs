using System.Text;
using System.Text.Json.Nodes;
using CC.Cli.Import;

namespace CC.Cli.Jobs;

/// <summary>Writes jobs as sections of a node's configuration: <c>[job:SESSION:NAME]</c>, <c>[env:SESSION:NAME]</c>.</summary>
/// <param name="tell">Told of what such a file can't say.</param>
internal sealed class JobIni(Action<string> tell)
{
    /// <summary>Lists whose items are separated by commas.</summary>
    private static readonly string[] Lists = ["redirect_output", "custom_streams"];

    /// <summary>Objects within a job, what is in which has a dot before it; the last are those whose fields have such again.</summary>
    private static readonly string[] Objects = ["backoff", "ready", "alive", "limits", "depends_on", "logs"];

    private readonly StringBuilder text = new();

    /// <summary>The sections of a job as a JSON file has it.</summary>
    public void Add(JsonObject job)
    {
        var name = (string)job["name"]!;
        var section = name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? $"{name[..dot]}:{name[(dot + 1)..]}" : $"default:{name}";
        text.Append(text.Length > 0 ? "\n" : "").Append($"[job:{section}]\n");
        if (!job.ContainsKey("os_env"))
        {
            Line(name, "os_env", "false"); // What has no os_env has it in such a section.
        }

        foreach (var (setting, value) in job)
        {
            if (setting is not ("name" or "env") && value is not null)
            {
                Add(name, setting, value);
            }
        }

        if (job["env"] is JsonObject { Count: > 0 } environment)
        {
            text.Append($"\n[env:{section}]\n");
            foreach (var (variable, value) in environment)
            {
                AddVariable(name, variable, (string?)value ?? "");
            }
        }
    }

    public override string ToString() => text.ToString().TrimEnd('\n');

    private void Add(string job, string setting, JsonNode value)
    {
        switch (value)
        {
            case JsonArray list when setting == "args":
                Line(job, setting, string.Join(' ', list.Select(word => Quoting.Word((string)word!))));
                break;
            case JsonArray list when Lists.Contains(setting):
                Line(job, setting, string.Join(", ", list.Select(item => (string)item!)));
                break;
            case JsonObject flapping when setting == "flapping":
                Line(job, setting, string.Join(", ", Flapping(flapping)));
                break;
            case JsonObject map when Objects.Contains(setting.Split('.')[0]):
                foreach (var (inner, one) in map)
                {
                    Add(job, $"{setting}.{inner}", one!);
                }

                break;
            case JsonValue:
                Line(job, setting, value.ToString());
                break;
            default:
                tell($"{job}: {setting} = {value.ToJsonString()} can't be written into a configuration; export it as JSON");
                break;
        }
    }

    /// <summary>All four: a line says them by their order.</summary>
    private static IEnumerable<string> Flapping(JsonObject flapping) =>
        new[] { ("attempts", "2"), ("window", "1"), ("retry_in", "7"), ("max_retry", "5") }.Select(setting => flapping[setting.Item1]?.ToString() ?? setting.Item2);

    private void AddVariable(string job, string variable, string value)
    {
        if (variable != variable.ToUpperInvariant())
        {
            tell($"{job}: the variable {variable} can't be written into a configuration, where they all are in capitals; export the job as JSON");
            return;
        }

        Line(job, variable, value);
    }

    private void Line(string job, string setting, string value)
    {
        var lines = value.Split('\n');
        var isKept = lines.All(line => line == line.Trim() && line.Length > 0 && !line.Contains(" ;") && !line.Contains("\t;") && !line.Any(char.IsControl)) && value != "\"\"";
        if (value.Length > 0 && !isKept)
        {
            tell($"{job}: {setting} = {value.ReplaceLineEndings(" ")} can't be written into a configuration, which has neither ' ;' nor blanks at the ends of lines; export it as JSON");
            return;
        }

        text.Append($"{setting} = {(value.Length == 0 ? "\"\"" : string.Join("\n    ", lines).Replace("%", "%%", StringComparison.Ordinal))}\n");
    }
}
