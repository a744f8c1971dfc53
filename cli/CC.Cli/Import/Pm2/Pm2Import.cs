using System.Globalization;

namespace CC.Cli.Import.Pm2;

/// <summary>Makes jobs of an ecosystem file of pm2: a job of each app, in the session of its namespace.</summary>
/// <param name="session">The session of apps without a namespace.</param>
/// <param name="environmentName">Which <c>env_NAME</c> counts, too; null for none.</param>
internal sealed class Pm2Import(string session, string? environmentName)
{
    private const string Named = "env_";

    private static readonly string[] Monitoring = ["pmx", "vizion", "automation", "trace", "deep_monitoring", "disable_trace", "source_map_support", "disable_source_map_support", "autodump"];
    private static readonly string[] Watching = ["ignore_watch", "watch_delay", "watch_options"];

    private static readonly Dictionary<string, string> Sources = new()
    {
        ["cmd"] = "script",
        ["numprocesses"] = "instances",
        ["backoff"] = "restart_delay",
        ["flapping"] = "max_restarts",
        ["stop_signal"] = "kill_signal",
        ["graceful_timeout"] = "kill_timeout",
        ["memory_limit"] = "max_memory_restart",
        ["logs"] = "out_file",
    };

    private readonly List<Note> notes = [];

    /// <summary>The jobs, and what is told of the file, errors included.</summary>
    /// <exception cref="CommandFailure">It has no apps.</exception>
    public Imported Read(Setting content)
    {
        var top = new Fields("", content, notes);
        var apps = content.Kind == SettingKind.List ? content : top.Take("apps") ?? (top.Has(ScriptOf(top)) ? content : null);
        if (apps is null || (apps.Kind == SettingKind.List && apps.Items.Any(app => app.Kind != SettingKind.Map)))
        {
            throw new CommandFailure(ExitCode.Usage, $"FILE {content.File}: has no apps; an ecosystem file is {{\"apps\": [{{\"name\": ..., \"script\": ...}}]}}");
        }

        if (apps != content)
        {
            top.Lose("deploy", "bring files to machines by other means, as by git, rsync or a package");
            top.LoseRest("nobody knows it here");
        }

        return Imported.Of((apps.Kind == SettingKind.List ? apps.Items : [apps]).Select(App).OfType<JobDraft>(), notes);
    }

    private static string ScriptOf(Fields fields) => fields.Of("script", "cmd", "command");

    private JobDraft? App(Setting app)
    {
        var unnamed = new Fields("", app, []);
        if (unnamed.Text(ScriptOf(unnamed)) is not { } script)
        {
            new Fields($"{unnamed.Text("name") ?? "an app"}: ", app, notes).Refuse("script", "has no script; write \"script\": \"...\"");
            return null;
        }

        var given = unnamed.Text("name") ?? Path.GetFileNameWithoutExtension(script.Split(' ')[0]);
        var name = JobDraft.Name(given);
        var fields = new Fields($"{given}: ", app, notes);
        fields.Take("name");
        fields.Take(ScriptOf(fields));
        if (name != given)
        {
            fields.Tell("name", $"a job's name is without blanks and slashes, so that this one is {name}");
        }

        var itsSession = fields.Text("namespace") is { } space ? JobDraft.Session(space) : session;
        var folder = Path.GetFullPath(fields.Text("cwd") ?? ".", Path.GetDirectoryName(Path.GetFullPath(app.File))!);
        var job = new JobDraft(fields, Sources, itsSession, name);
        job.Set("cwd", folder);
        AppCommand.Set(job, fields, script, folder);
        job.Set("uid", fields.Text(fields.Of("uid", "user")));
        job.Set("gid", fields.Text("gid"));
        job.Set("start", fields.Flag("autostart") == false ? false : null);
        SetEnvironment(job, fields, app);
        SetInstances(job, fields);
        AppRestarts.Set(job, fields);
        AppOutput.Set(job, fields, folder);
        job.Set("memory_limit", fields.Octets("max_memory_restart"));
        SetStop(job, fields);
        TellOfTheRest(fields);
        return job;
    }

    private void SetEnvironment(JobDraft job, Fields fields, Setting app)
    {
        var variables = new Dictionary<string, string>();
        foreach (var name in new[] { "env", Named + environmentName })
        {
            foreach (var (variable, value) in fields.Take(name)?.Fields ?? [])
            {
                variables[variable] = value.Kind == SettingKind.Nothing ? "" : value.ToString();
            }
        }

        foreach (var other in app.Fields.Select(field => field.Key).Where(name => name.StartsWith(Named, StringComparison.Ordinal) && name != Named + environmentName))
        {
            fields.Lose(other, $"a job has one environment; import with --env {other[Named.Length..]} to have it in that");
        }

        var increments = fields.Text("increment_var");
        if (increments == "PORT" && variables.Remove("PORT", out var first) && ushort.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            job.Set("port", (int)port);
        }
        else
        {
            fields.Tell("increment_var", "only PORT has another value for each process, beginning with that in env; CC_PROCESS_INDEX counts them");
        }

        fields.Lose("instance_var", "CC_PROCESS_INDEX counts the processes", "CC_PROCESS_INDEX");
        var filter = fields.Take("filter_env");
        job.Set("os_env", filter?.Text != "true");
        if (filter is { Kind: SettingKind.List, Items.Count: > 0 })
        {
            fields.Tell("filter_env", "a job has all of the node's environment, or nothing of it: os_env");
        }

        job.Set("env", variables);
    }

    private static void SetInstances(JobDraft job, Fields fields)
    {
        var text = fields.Text("instances");
        var asked = text == "max" ? 0 : fields.Whole("instances") ?? 1;
        var count = asked > 0 ? asked : Math.Max(1, Environment.ProcessorCount + asked);
        if (asked <= 0)
        {
            fields.Tell("instances", $"{count} from now on, as this machine has {Environment.ProcessorCount} processors; write how many it is to be");
        }

        job.Set("numprocesses", count == 1 ? null : count);
        fields.Lose("exec_mode", "processes don't share a port here: give them port, and listen on $PORT behind a proxy, or listen with SO_REUSEPORT", "fork", "fork_mode");
    }

    /// <summary>What pm2 sends is SIGINT, unless it is told otherwise.</summary>
    private static void SetStop(JobDraft job, Fields fields)
    {
        job.Set("stop_signal", fields.Text("kill_signal") ?? "INT");
        job.Set("graceful_timeout", AppRestarts.Seconds(fields, "kill_timeout"));
        fields.Lose("treekill", "all that a process has started gets the signal here, always", "true");
        fields.Lose("shutdown_with_message", "the process gets stop_signal; have it listen to that", "false");
        fields.Lose("wait_ready", "have it say so by ready: log (a line), http, tcp, exec or notify (sd_notify)", "false");
        fields.Lose("listen_timeout", "ready has delay, period, timeout and failures");
    }

    private static void TellOfTheRest(Fields fields)
    {
        fields.Lose("watch", "files are not watched; have ccctl ps restart JOB called by what changes them", "false");
        Array.ForEach(Watching, name => fields.Lose(name, "files are not watched"));
        Array.ForEach(Monitoring, name => fields.Lose(name, "that is pm2's own; ccctl top shows what a job uses", "false"));
        fields.Lose("cron_restart", "there is no timetable here; have cron, or a timer of systemd, call ccctl ps restart JOB", "0", "false");
        fields.Lose("merge_logs", "the processes of a job write into one file, always", "true");
        fields.Lose("combine_logs", "the processes of a job write into one file, always", "true");
        fields.Lose(fields.Of("pid_file", "pid"), "ccctl ps info tells the process's number, os_pid");
        fields.Lose("force", "a job is loaded once under each name", "false");
        fields.LoseRest("nobody knows it here");
    }
}
