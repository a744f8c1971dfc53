using System.Text.Json;
using System.Text.Json.Nodes;

namespace CC.Cli.Jobs;

/// <summary>A job that the node has.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Running">How many processes run.</param>
/// <param name="Target">How many are to run.</param>
/// <param name="Restarts">How often another process was due in the place of one; null if the node does not tell.</param>
/// <param name="Pids">The supervisor's numbers of those that run.</param>
/// <param name="Config">Its settings, as they were given.</param>
/// <param name="Variables">Variables that were given beside them.</param>
internal sealed record LoadedJob(string Name, string State, int Running, int Target, int? Restarts, IReadOnlyList<int> Pids, JsonElement Config, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>Of those that are <c>job.load</c>'s, the one that the node has put in itself.</summary>
    private const string OfConfiguration = "configured";

    /// <summary>The jobs of <c>job.list</c>.</summary>
    public static IReadOnlyList<LoadedJob> All(JsonElement result) => [.. result.GetProperty("jobs").EnumerateArray().Select(Read)];

    /// <summary>What is run; of a daemon of the configuration, its program, or the plugin's name for it.</summary>
    private static readonly string[] Commands = ["cmd", "command", "script", "module", "daemon"];

    /// <summary>Whether it is a daemon of the configuration, which can't be loaded.</summary>
    public bool IsDaemon { get; init; }

    /// <summary>The command line, for people.</summary>
    public string CommandLine => string.Join(' ', [Commands.Select(TextOf).FirstOrDefault(text => text.Length > 0, ""), .. Texts("args")]);

    /// <summary>How many letters the longest name of its processes has, <c>SESSION.JOB.PID</c>.</summary>
    public int LongestName => Pids.Select(pid => $"{Name}.{pid}".Length).DefaultIfEmpty(Name.Length + ".1".Length).Max();

    /// <summary>The texts of a list, or a single one.</summary>
    public IEnumerable<string> Texts(string setting) => !Config.TryGetProperty(setting, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.ToString())
        : [value.ToString()];

    /// <summary>The job as it is now, for a file: with its full name, as many processes as are to run, and whether it is stopped.</summary>
    public JsonObject ToFile()
    {
        var job = new JsonObject { ["name"] = Name };
        foreach (var setting in Config.EnumerateObject().Where(setting => setting.Name is not ("name" or OfConfiguration)))
        {
            job[setting.Name] = JsonNode.Parse(setting.Value.GetRawText());
        }

        foreach (var (name, value) in Variables)
        {
            ((JsonObject)(job["env"] ??= new JsonObject()))[name] = value;
        }

        if (State is "stopped" or "gave up" || (State == "idle" && Target > 0))
        {
            job["start"] = false;
        }
        else if (Target != (Config.TryGetProperty("numprocesses", out var processes) ? processes.GetInt32() : 1))
        {
            job["numprocesses"] = Target;
        }

        return job;
    }

    public static LoadedJob Read(JsonElement job) => new(
        job.GetProperty("name").GetString()!,
        job.GetProperty("state").GetString()!,
        job.GetProperty("running").GetInt32(),
        job.GetProperty("max_processes").GetInt32(),
        job.TryGetProperty("restarts", out var restarts) ? restarts.GetInt32() : null,
        [.. job.GetProperty("processes").EnumerateArray().Select(pid => pid.GetInt32())],
        job.GetProperty("config"),
        job.TryGetProperty("env", out var variables) && variables.ValueKind == JsonValueKind.Object ? variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!) : [])
    {
        IsDaemon = job.TryGetProperty("kind", out var kind) && kind.GetString() == "daemon",
    };

    private string TextOf(string setting) => Config.TryGetProperty(setting, out var value) ? value.ToString() : "";
}
