using System.Text.Json.Nodes;

namespace CC.Cli.Import.ProcessCompose;

/// <summary>Makes a job of a process.</summary>
/// <param name="texts">Puts values into texts.</param>
/// <param name="shell">The shell that runs commands, with its options.</param>
/// <param name="common">Variables of all processes.</param>
/// <param name="folder">The folder of the file.</param>
internal sealed class ProcessJob(Texts texts, IReadOnlyList<string> shell, IReadOnlyDictionary<string, string> common, string folder)
{
    private const int DefaultBackoff = 1;

    private static readonly Dictionary<string, string> Sources = new()
    {
        ["cmd"] = "command",
        ["args"] = "command",
        ["cwd"] = "working_dir",
        ["env"] = "environment",
        ["numprocesses"] = "replicas",
        ["backoff"] = "availability",
        ["flapping"] = "availability",
        ["stop_signal"] = "shutdown",
        ["graceful_timeout"] = "shutdown",
        ["ready"] = "readiness_probe",
        ["alive"] = "liveness_probe",
        ["logs"] = "log_location",
    };

    /// <summary>As long as ends are counted.</summary>
    private const int Year = 86400 * 365;

    /// <summary>The job; null if it can't be one, which is told.</summary>
    /// <param name="fields">The process.</param>
    /// <param name="session">The job's session.</param>
    /// <param name="name">Its name.</param>
    /// <param name="nameOf">The full names of other processes' jobs.</param>
    public JobDraft? Make(Fields fields, string session, string name, Func<string, string> nameOf)
    {
        var job = new JobDraft(fields, Sources, session, name);
        job.Set("description", fields.Text("description"));
        var hasCommand = SetCommand(job, fields);
        var place = Path.GetFullPath(fields.Text("working_dir") is { } given ? texts.Now(fields, "working_dir", given) : ".", folder);
        job.Set("cwd", place);
        job.Set("env", new Dictionary<string, string>([.. common.Where(variable => !Variables(fields, texts).ContainsKey(variable.Key)), .. Variables(fields, texts)]));
        job.Set("os_env", true);
        job.Set("numprocesses", fields.Whole("replicas") is { } replicas and not 1 ? replicas : null);
        job.Set("start", fields.Flag("disabled") == true ? false : null);
        SetAvailability(job, fields);
        SetShutdown(job, fields);
        ProcessOutput.Set(job, fields, texts, folder);
        SetProbes(job, fields);
        SetDependencies(job, fields, nameOf);
        TellOfTheRest(fields);
        return hasCommand ? job : null;
    }

    /// <summary>Variables: a list of <c>NAME=VALUE</c>, or a map.</summary>
    public static Dictionary<string, string> Variables(Fields fields, Texts texts)
    {
        var variables = new Dictionary<string, string>();
        var given = fields.Take("environment");
        foreach (var (name, value) in given?.Fields ?? [])
        {
            variables[name] = texts.Now(fields, "environment", value.Text);
        }

        foreach (var item in given?.Items ?? [])
        {
            var at = item.Text.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                variables[item.Text[..at]] = texts.Now(fields, "environment", item.Text[(at + 1)..]);
            }
            else
            {
                fields.Tell("environment", $"'{item}' is no NAME=VALUE, and is left out");
            }
        }

        return variables;
    }

    private bool SetCommand(JobDraft job, Fields fields)
    {
        if (fields.Text("command") is { } command)
        {
            job.SetCommand(shell[0], [.. shell.Skip(1), texts.ForShell(fields, "command", command).TrimEnd('\n')]);
            fields.Lose("entrypoint", "command is there, too, and is taken");
        }
        else if (fields.Texts("entrypoint") is { Count: > 0 } words)
        {
            job.SetCommand(words[0], words.Skip(1).Select(word => texts.Now(fields, "entrypoint", word)));
        }
        else
        {
            fields.Refuse("command", "has no command; write command: ...");
            return false;
        }

        return true;
    }

    private static void SetAvailability(JobDraft job, Fields fields)
    {
        var availability = fields.Part("availability") ?? new Fields("", new Setting(SettingKind.Map, "", 0), []);
        var when = availability.Text("restart");
        job.Set("restart", when switch
        {
            "always" => null,
            "on_failure" or "on-failure" => "on-failure",
            _ => "never",
        });
        if (when is not (null or "no" or "never" or "always" or "on_failure" or "on-failure"))
        {
            availability.Tell("restart", "is never here; what is to happen then, somebody who listens to ccctl events -f has to do");
        }

        if (when is "always" or "on_failure" or "on-failure")
        {
            var wait = availability.Whole("backoff_seconds") ?? DefaultBackoff;
            job.Set("backoff", new JsonObject { ["initial"] = wait, ["cap"] = wait, ["jitter"] = 0, ["reset_after"] = Year });
            availability.Tell("backoff_seconds", "the first start again is at once here; the others wait");
        }
        else
        {
            availability.Lose("backoff_seconds", "it is not started again");
        }

        if (availability.Whole("max_restarts") is { } most and > 0)
        {
            job.Set("flapping", new JsonObject { ["attempts"] = Math.Min(most + 1, 1000), ["window"] = Year, ["max_retry"] = 0 });
        }

        availability.Lose("exit_on_end", "the end of a job ends no others; listen to ccctl events -f for it", "false");
        availability.Lose("exit_on_skipped", "a job that waits for what never comes goes on waiting", "false");
        availability.LoseRest("nobody knows it here");
    }

    private static void SetShutdown(JobDraft job, Fields fields)
    {
        if (fields.Part("shutdown") is not { } shutdown)
        {
            return;
        }

        job.Set("stop_signal", shutdown.Whole("signal"));
        job.Set("graceful_timeout", shutdown.Number("timeout_seconds"));
        shutdown.Lose("command", "a process is ended by stop_signal; have it do then what the command does");
        shutdown.Lose("parent_only", "all that a process has started gets the signal here, always", "false", "no");
        shutdown.LoseRest("nobody knows it here");
    }

    private void SetProbes(JobDraft job, Fields fields)
    {
        var ready = ProbeSetting.Make(fields, "readiness_probe", texts, shell);
        if (ready is not null)
        {
            fields.Lose("ready_log_line", "readiness_probe is there, too, and is taken: a job has one of them");
        }
        else if (fields.Text("ready_log_line") is { } line)
        {
            ready = new JsonObject { ["log"] = line };
        }

        job.Set("ready", ready);
        job.Set("alive", ProbeSetting.Make(fields, "liveness_probe", texts, shell));
    }

    private static void SetDependencies(JobDraft job, Fields fields, Func<string, string> nameOf)
    {
        var conditions = new JsonObject();
        foreach (var (other, setting) in fields.Take("depends_on")?.Fields ?? [])
        {
            var given = setting.Fields.FirstOrDefault(field => field.Key == "condition").Value?.Text ?? "process_started";
            conditions[nameOf(other)] = given.StartsWith("process_", StringComparison.Ordinal) ? given["process_".Length..] : given;
            foreach (var further in setting.Fields.Where(field => field.Key != "condition"))
            {
                fields.Tell("depends_on", $"nobody knows {other}.{further.Key} here");
            }
        }

        job.Set("depends_on", conditions.Count > 0 ? conditions : null);
    }

    private static void TellOfTheRest(Fields fields)
    {
        fields.Take("namespace");
        fields.Lose("is_daemon", "a program that goes on behind the back of who has started it can't be kept; have it stay in the foreground", "false");
        fields.Lose("launch_timeout_seconds", "it is for is_daemon");
        fields.Lose("is_elevated", "nobody is asked for a password; a job's uid, under a node that runs as root, says as whom it runs", "false");
        fields.Lose("is_tty", "a job has no terminal; script(1) makes one", "false");
        fields.Lose("is_interactive", "a job has no terminal; script(1) makes one", "false");
        fields.Lose("is_foreground", "a job has no terminal; call what is interactive by hand", "false");
        fields.Lose("schedule", "there is no timetable here; have cron, or a timer of systemd, call ccctl run JOB");
        fields.Lose("disable_ansi_colors", "ccctl shows output without what would move the cursor", "true", "false");
        fields.Lose("is_dotenv_disabled", ".env is not read by jobs; env has what it had", "true", "false");
        fields.Take("vars");
        fields.LoseRest("nobody knows it here");
    }
}
