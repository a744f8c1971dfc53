using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CC.Cli.CommandLine;
using CC.Cli.Import;

namespace CC.Cli.Jobs;

/// <summary>A Procfile: a job a line, <c>NAME: COMMAND</c>, with what environment files beside it say.</summary>
internal static partial class Procfile
{
    public const string Name = "Procfile";

    /// <summary>The environment file that is read wherever there is one.</summary>
    private const string OwnEnvironment = ".env";

    /// <summary>Names of jobs that can be written to, separated by blanks, as gaffer has it.</summary>
    private const string InputVariable = "GAFFER_REDIRECT_INPUT";

    /// <summary>Every job is given ports of its own, unless an environment file says which, as those who run Procfiles expect.</summary>
    private const string PortVariable = "PORT";
    private const int FirstPort = 5000;
    private const int PortsOfJob = 100;

    /// <summary>Whether a file is one, by its name.</summary>
    public static bool IsOne(string file) => Path.GetFileName(file).StartsWith(Name, StringComparison.Ordinal);

    /// <summary>What to load: a session, named after the file's folder unless another is given, with a dash for what no session has in its name, and a configuration each.</summary>
    /// <param name="file">The Procfile.</param>
    /// <param name="session">The session; null for the folder's name.</param>
    /// <param name="environmentFiles">Further environment files; later ones win.</param>
    /// <param name="counts">How many of which.</param>
    /// <exception cref="CommandFailure">It can't be read, a line is none, or a count is for a job that it has not.</exception>
    public static IReadOnlyList<(string Session, JsonObject Config)> Read(string file, string? session, IEnumerable<string> environmentFiles, IReadOnlyDictionary<string, int> counts)
    {
        var root = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var environment = Variables(root, environmentFiles);
        var jobs = Lines(file).ToArray();
        var inputs = (environment.GetValueOrDefault(InputVariable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var unknown = counts.Keys.FirstOrDefault(name => jobs.All(job => job.Name != name));
        return unknown is not null
            ? throw new CommandFailure(ExitCode.Usage, $"--concurrency {unknown}: {file} has no such job; it has {string.Join(", ", jobs.Select(job => job.Name))}")
            : [.. jobs.Select((job, index) => (session ?? JobDraft.Session(Path.GetFileName(root)), Job(job.Name, job.Command, root, environment, inputs.Contains(job.Name), counts.GetValueOrDefault(job.Name, 1), index)))];
    }

    /// <summary>The variables of the environment file in a folder, and of further ones; later ones win.</summary>
    /// <exception cref="CommandFailure">One can't be read.</exception>
    public static Dictionary<string, string> Variables(string folder, IEnumerable<string> environmentFiles)
    {
        var environment = Environment([Path.Combine(folder, OwnEnvironment)], mustExist: false);
        foreach (var (name, value) in Environment(environmentFiles, mustExist: true))
        {
            environment[name] = value;
        }

        return environment;
    }

    private static JsonObject Job(string name, string command, string root, IReadOnlyDictionary<string, string> environment, bool hasInput, int count, int index)
    {
        var job = new JsonObject
        {
            ["name"] = name,
            ["cmd"] = command,
            ["cwd"] = root,
            ["env"] = new JsonObject(environment.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
            ["os_env"] = true,
            ["numprocesses"] = count,
            ["redirect_output"] = new JsonArray("out", "err"),
            ["redirect_input"] = hasInput,
        };
        if (!environment.ContainsKey(PortVariable))
        {
            job["port"] = FirstPort + (PortsOfJob * index);
        }

        return job;
    }

    /// <summary>Empty lines and those that begin with # are passed over.</summary>
    private static IEnumerable<(string Name, string Command)> Lines(string file)
    {
        foreach (var (line, number) in ReadLines(file).Select((line, index) => (line.Trim(), index + 1)))
        {
            if (line.Length > 0 && !line.StartsWith('#'))
            {
                yield return Line().Match(line) is { Success: true } match
                    ? (match.Groups["name"].Value, match.Groups["command"].Value)
                    : throw new CommandFailure(ExitCode.Usage, $"{file}:{number}: '{line}' is no job; write NAME: COMMAND, with a name of letters, digits, '_' and '-'");
            }
        }
    }

    /// <summary>As gaffer reads them: what is before the first = is the name, and double quotes are left out of the value.</summary>
    private static Dictionary<string, string> Environment(IEnumerable<string> files, bool mustExist)
    {
        var environment = new Dictionary<string, string>();
        foreach (var line in files.Where(file => mustExist || File.Exists(file)).SelectMany(ReadLines).Where(line => !line.TrimStart().StartsWith('#')))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                environment[line[..at].Trim()] = line[(at + 1)..].Replace("\"", "", StringComparison.Ordinal);
            }
        }

        return environment;
    }

    private static IEnumerable<string> ReadLines(string file) => GivenText.OfFile(file, file).Split('\n').Select(line => line.TrimEnd('\r'));

    [GeneratedRegex("^(?<name>[A-Za-z0-9_-]+):[ \t]*(?<command>.+)$")]
    private static partial Regex Line();
}
