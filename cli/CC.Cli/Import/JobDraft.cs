using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CC.Supervision.Jobs;

namespace CC.Cli.Import;

/// <summary>A job that is being made.</summary>
/// <param name="fields">What it is made of.</param>
/// <param name="sources">Which setting of that each of the job's is made of, for those that a supervisor might not take.</param>
/// <param name="session">Its session.</param>
/// <param name="name">Its name in that.</param>
internal sealed partial class JobDraft(Fields fields, IReadOnlyDictionary<string, string> sources, string session, string name)
{
    /// <summary>As people look for them.</summary>
    private static readonly string[] Order =
    [
        "description", "cmd", "args", "cwd", "env", "os_env", "uid", "gid", "umask", "shell", "numprocesses", "port", "start", "restart", "backoff", "flapping", "stop_signal", "graceful_timeout",
        "redirect_output", "logs", "ready", "alive", "depends_on", "memory_limit",
    ];

    private readonly Dictionary<string, JsonNode> settings = [];

    /// <summary>The job's name; without a dot it is one of the session that it is loaded into.</summary>
    public string FullName { get; } = session.Length == 0 && !name.Contains('.') ? name : $"{(session.Length == 0 ? "default" : session)}.{name}";

    /// <summary>Sets something; null sets nothing.</summary>
    public void Set(string setting, JsonNode? value)
    {
        if (value is not null)
        {
            settings[setting] = value;
        }
    }

    public void Set(string setting, IReadOnlyCollection<string> texts)
    {
        if (texts.Count > 0)
        {
            settings[setting] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
        }
    }

    public void Set(string setting, IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count > 0)
        {
            settings[setting] = new JsonObject(texts.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));
        }
    }

    /// <summary>A program and its arguments, each of which stands for itself.</summary>
    public void SetCommand(string program, IEnumerable<string> arguments)
    {
        Set("cmd", Quoting.Word(program));
        Set("args", [.. arguments.Select(Quoting.Argument)]);
    }

    /// <summary>The job as <c>ccctl load</c> takes it. What a supervisor would not take is told as an error.</summary>
    public JsonObject Finish()
    {
        var job = new JsonObject { ["name"] = FullName };
        foreach (var setting in Order.Where(settings.ContainsKey))
        {
            job[setting] = settings[setting];
        }

        foreach (var problem in JobConfigReader.Problems((JsonObject)JsonNode.Parse(job.ToJsonString())!)) // A number that was read can be of any type.
        {
            Refuse(problem[..problem.AsSpan().IndexOfAny(" .")], problem);
        }

        return job;
    }

    /// <summary>Tells that there can't be such a job, at what the setting is made of.</summary>
    public void Refuse(string setting, string rule) => fields.Refuse(sources.GetValueOrDefault(setting, setting), rule);

    /// <summary>A name that a job can have.</summary>
    public static string Name(string text) => BadInNames().Replace(text.Trim(), "-");

    /// <summary>A name that a session can have.</summary>
    public static string Session(string text) => BadInSessions().Replace(text.Trim(), "-");

    [GeneratedRegex(@"[/\s\p{C}]")]
    private static partial Regex BadInNames();

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex BadInSessions();
}
