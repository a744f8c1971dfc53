using CC.Cli.CommandLine;

namespace CC.Cli.Import.Supervisord;

/// <summary>Makes jobs of supervisord's configuration: a job of each program, in the session of its group.</summary>
internal sealed class SupervisordImport
{
    private const string Program = "program:";
    private const string Group = "group:";
    private const int DefaultPriority = 999;

    private static readonly Dictionary<string, string> OfOthers = new()
    {
        ["unix_http_server"] = "the node has endpoints of its own, cc-socket, and [access] says who may do what",
        ["inet_http_server"] = "the node has endpoints of its own, cc-socket, and [access] says who may do what",
        ["supervisorctl"] = "ccctl finds its node by --endpoint, --config or CC_ENDPOINT",
        ["rpcinterface"] = "a plugin with a handler takes messages in",
        ["eventlistener"] = "a daemon plugin, or ccctl events -f, hears of what happens",
        ["fcgi-program"] = "no socket is handed on here; have the program listen itself, and make a job of it",
    };

    private readonly List<Note> notes = [];
    private readonly Expansion expansion;
    private readonly string session;
    private readonly List<KeyValuePair<string, Setting>> sections;

    private SupervisordImport(string file, string content, string session, Func<string, string?> environment)
    {
        this.session = session;
        expansion = new Expansion(environment, notes);
        sections = [.. IniSettings.Read(file, content, notes)];
    }

    /// <summary>The jobs, and what is told of the file, errors included.</summary>
    public static Imported Read(string file, string content, string session, Func<string, string?> environment) => new SupervisordImport(file, content, session, environment).Read();

    private Imported Read()
    {
        Include();
        var daemon = DaemonSection.None;
        foreach (var (name, section) in sections)
        {
            if (name == "supervisord")
            {
                daemon = DaemonSection.Read(Of(name, section, []));
            }
            else if (!name.StartsWith(Program, StringComparison.Ordinal) && !name.StartsWith(Group, StringComparison.Ordinal))
            {
                Of(name, section, []).LoseRest(OfOthers.GetValueOrDefault(name.Split(':')[0]) ?? "nobody knows the section here");
            }
        }

        var groups = Groups();
        var programs = sections.Where(section => section.Key.StartsWith(Program, StringComparison.Ordinal))
            .Select(section => (Name: section.Key[Program.Length..].Trim(), section.Value)).ToArray();
        return Imported.Of(
            programs.OrderBy(program => groups.TryGetValue(program.Name, out var group) ? group.Priority : PriorityOf(program.Value)).ThenBy(program => PriorityOf(program.Value))
                .SelectMany(program => Jobs(program.Name, program.Value, groups.TryGetValue(program.Name, out var group) ? group.Session : session, daemon)),
            notes);
    }

    /// <summary>Takes in the files of <c>[include]</c>: of the main file only, as supervisord does.</summary>
    private void Include()
    {
        foreach (var (name, section) in sections.Where(section => section.Key == "include").ToArray())
        {
            sections.RemoveAll(known => known.Value == section);
            var fields = Of(name, section, []);
            foreach (var pattern in (fields.Text("files") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                var files = FilePattern.Find(FolderOf(section), pattern);
                if (files.Count == 0)
                {
                    fields.Tell("files", $"there is no file {pattern}");
                }

                files.ToList().ForEach(file => TakeIn(file, fields));
            }

            fields.LoseRest("nobody knows it here");
        }
    }

    private void TakeIn(string file, Fields include)
    {
        try
        {
            sections.AddRange(IniSettings.Read(file, GivenText.OfFile(file, $"FILE {file}"), notes));
        }
        catch (CommandFailure unreadable)
        {
            include.Refuse("files", unreadable.Message);
        }
    }

    private Dictionary<string, (string Session, int Priority)> Groups()
    {
        var groups = new Dictionary<string, (string Session, int Priority)>();
        foreach (var (name, section) in sections.Where(section => section.Key.StartsWith(Group, StringComparison.Ordinal)))
        {
            var fields = Of(name, section, []);
            var group = name[Group.Length..].Trim();
            if (JobDraft.Session(group) != group)
            {
                fields.Tell("programs", $"a session has a name of letters, digits, '-' and '_', so that this one is {JobDraft.Session(group)}");
            }

            foreach (var program in (fields.Text("programs") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                groups[program] = (JobDraft.Session(group), PriorityOf(section));
                if (sections.All(known => known.Key != Program + program))
                {
                    fields.Tell("programs", $"there is no [program:{program}]");
                }
            }

            fields.Lose("priority", "the jobs stand in that order, in which they are loaded, and are ended together; depends_on says what has to wait for what");
            fields.LoseRest("nobody knows it here");
        }

        return groups;
    }

    /// <summary>One job with as many processes, or, where something is not the same for all of them, as many jobs.</summary>
    private IEnumerable<JobDraft> Jobs(string program, Setting section, string itsSession, DaemonSection daemon)
    {
        var raw = new Fields("", section, []);
        var count = raw.Whole("numprocs") ?? 1;
        var first = raw.Whole("numprocs_start") ?? 0;
        var isEach = count > 1 && section.Fields.Any(field => field.Key is not ("process_name" or "numprocs") && Expansion.DependsOnProcess(field.Value.Text));
        for (var number = first; number < first + (isEach ? count : 1); number++)
        {
            var fields = Of(Program + program, section, new Dictionary<string, string>
            {
                ["program_name"] = program,
                ["process_num"] = $"{number}",
                ["numprocs"] = $"{count}",
                ["group_name"] = itsSession.Length > 0 ? itsSession : program,
            });
            var given = fields.Text("process_name");
            var name = isEach || (count == 1 && given is not null) ? given ?? program : program;
            if (count > 1 && !isEach)
            {
                fields.Tell("process_name", "the processes of a job have numbers, no names: see ccctl ps");
                fields.Tell("numprocs_start", "the first process of a job has the index 0");
            }

            if (JobDraft.Name(name) != name)
            {
                fields.Tell("command", $"a job's name is without blanks and slashes, so that this one is {JobDraft.Name(name)}");
            }

            fields.Whole("numprocs");
            fields.Whole("numprocs_start");
            if (ProgramJob.Make(fields, itsSession, JobDraft.Name(name), isEach ? 1 : count, daemon) is { } job)
            {
                yield return job;
            }
        }
    }

    private Fields Of(string name, Setting section, Dictionary<string, string> values)
    {
        values["here"] = FolderOf(section);
        values["host_node_name"] = Environment.MachineName;
        return new Fields($"[{name}] ", section with { Fields = [.. section.Fields.Select(field => KeyValuePair.Create(field.Key, expansion.Apply($"[{name}] {field.Key}", field.Value, values)))] }, notes);
    }

    private static int PriorityOf(Setting section) => new Fields("", section, []).Whole("priority") ?? DefaultPriority;

    private static string FolderOf(Setting section) => Path.GetDirectoryName(Path.GetFullPath(section.File))!;
}
