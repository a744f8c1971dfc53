namespace CC.Cli.Import.ProcessCompose;

/// <summary>Makes jobs of a process-compose.yaml: a job of each process, in the session of its namespace.</summary>
/// <param name="session">The session of processes without a namespace.</param>
/// <param name="environment">The environment's variables.</param>
internal sealed class ProcessComposeImport(string session, Func<string, string?> environment)
{
    /// <summary>Such settings are there for anchors only.</summary>
    private const string OfAuthors = "x-";

    /// <summary>What it runs commands by.</summary>
    private static readonly string[] DefaultShell = ["bash", "-c"];

    private static readonly string[] OfItself = ["name", "is_strict", "is_tui_disabled", "log_level", "log_format", "log_length", "ordered_shutdown"];

    private readonly List<Note> notes = [];

    /// <summary>The jobs, and what is told of the file, errors included.</summary>
    /// <exception cref="CommandFailure">It has no processes.</exception>
    public Imported Read(Setting content)
    {
        var top = new Fields("", content, notes);
        var folder = Path.GetDirectoryName(Path.GetFullPath(content.File))!;
        if (top.Take("processes") is not { Kind: SettingKind.Map } processes)
        {
            throw new CommandFailure(ExitCode.Usage, $"FILE {content.File}: has no processes; write processes: and below that a name and a command of each");
        }

        foreach (var (empty, nothing) in processes.Fields.Where(process => process.Value.Kind != SettingKind.Map))
        {
            new Fields("", processes, notes).Refuse(empty, "the process has no settings; give it a command, or take it out");
        }

        var expands = top.Flag("disable_env_expansion") != true;
        var vars = Vars(top);
        var shell = Shell(top);
        var common = ProcessJob.Variables(top, new Texts(environment, expands, vars));
        var sessions = processes.Fields.ToDictionary(process => process.Key, process => SessionOf(process.Value));
        var jobs = processes.Fields.Where(process => process.Value.Kind == SettingKind.Map).Select(process =>
        {
            var fields = new Fields($"{process.Key}: ", process.Value, notes);
            Warn(fields, process.Key);
            var own = Merged(vars, Vars(new Fields("", process.Value, [])));
            var made = new ProcessJob(new Texts(environment, expands, own), shell, common, folder);
            return made.Make(fields, sessions[process.Key], JobDraft.Name(process.Key), other => NameOf(other, sessions, sessions[process.Key]));
        }).OfType<JobDraft>().ToArray();
        TellOfTheRest(top, content);
        return Imported.Of(jobs, notes);
    }

    private static void Warn(Fields fields, string name)
    {
        if (JobDraft.Name(name) != name)
        {
            fields.Tell("command", $"a job's name is without blanks and slashes, so that this one is {JobDraft.Name(name)}");
        }
    }

    /// <summary>The name of another job, with its session if that is another one.</summary>
    private static string NameOf(string other, Dictionary<string, string> sessions, string own)
    {
        var its = sessions.GetValueOrDefault(other, own);
        var name = JobDraft.Name(other);
        return its == own && !name.Contains('.') ? name : $"{(its.Length > 0 ? its : "default")}.{name}";
    }

    private string SessionOf(Setting process) => new Fields("", process, []).Text("namespace") is { } space ? JobDraft.Session(space) : session;

    private static Dictionary<string, string> Vars(Fields fields) => (fields.Take("vars")?.Fields ?? []).ToDictionary(field => field.Key, field => field.Value.Text);

    private static Dictionary<string, string> Merged(Dictionary<string, string> common, Dictionary<string, string> own) =>
        new([.. common.Where(value => !own.ContainsKey(value.Key)), .. own]);

    private static IReadOnlyList<string> Shell(Fields top)
    {
        if (top.Part("shell") is not { } shell)
        {
            return DefaultShell;
        }

        IReadOnlyList<string> words = [shell.Text("shell_command") ?? DefaultShell[0], shell.Text("shell_argument") ?? DefaultShell[1]];
        shell.Lose("elevated_shell_command", "nobody is asked for a password; a job's uid says as whom it runs");
        shell.Lose("elevated_shell_argument", "nobody is asked for a password; a job's uid says as whom it runs");
        shell.LoseRest("nobody knows it here");
        return words;
    }

    private static void TellOfTheRest(Fields top, Setting content)
    {
        top.Take("version");
        foreach (var own in content.Fields.Where(field => field.Key.StartsWith(OfAuthors, StringComparison.Ordinal)))
        {
            top.Take(own.Key);
        }

        top.Lose("ordered_shutdown", "all jobs are ended together", "false");
        foreach (var name in OfItself)
        {
            top.Lose(name, "that is the supervisor's own, and the node has its own configuration", "false");
        }

        top.Lose("log_location", "each job has files of its own: logs");
        top.Lose("log_configuration", "each job has files of its own: logs");
        top.Lose("env_cmds", "commands are not asked for values; env has them");
        top.Lose("extends", "import that file as well");
        top.LoseRest("nobody knows it here");
    }
}
