using System.Text.Json.Nodes;
using CC.Programs;

namespace CC.Cli.Import.Supervisord;

/// <summary>Makes a job of a <c>[program:x]</c>, all values of which are put in.</summary>
internal static class ProgramJob
{
    private const int DefaultStartSeconds = 1;

    public static JobDraft Make(Fields fields, string session, string name, int processes, DaemonSection daemon)
    {
        var job = new JobDraft(session, name);
        SetCommand(job, fields, name);
        job.Set("cwd", fields.Text("directory") ?? daemon.Directory);
        job.Set("env", new Dictionary<string, string>([.. daemon.Environment.Where(variable => !Own(fields).ContainsKey(variable.Key)), .. Variables(fields)]));
        job.Set("os_env", true);
        job.Set("uid", fields.Text("user"));
        job.Set("umask", fields.Text("umask") ?? daemon.Umask);
        job.Set("numprocesses", processes == 1 ? null : processes);
        job.Set("start", fields.Flag("autostart") == false ? false : null);
        SetRestart(job, fields);
        SetStop(job, fields);
        ProgramOutput.Set(job, fields);
        fields.Lose("priority", "the jobs stand in that order, in which they are loaded, and are ended together; depends_on says what has to wait for what");
        fields.Lose("serverurl", "a job finds its node by CC_ENDPOINT, which env can set");
        fields.LoseRest("nobody knows it here");
        return job;
    }

    /// <summary>The variables of <c>environment</c>.</summary>
    public static Dictionary<string, string> Variables(Fields fields)
    {
        var text = fields.Text("environment") ?? "";
        if (Supervisord.Variables.Read(text) is { } variables)
        {
            return variables;
        }

        fields.Tell("environment", "can't be read, and is left out; write A=\"x\",B=\"y\"");
        return [];
    }

    private static Dictionary<string, string> Own(Fields fields) => Supervisord.Variables.Read(fields.Text("environment") ?? "") ?? [];

    private static void SetCommand(JobDraft job, Fields fields, string name)
    {
        if (fields.Text("command") is not { } command || string.IsNullOrWhiteSpace(command))
        {
            throw new CommandFailure(ExitCode.Usage, $"[program:{name}] has no command; write command=...");
        }

        try
        {
            var words = CommandWords.Split(command);
            job.SetCommand(words[0], words.Skip(1));
        }
        catch (FormatException wrong)
        {
            throw new CommandFailure(ExitCode.Usage, $"[program:{name}] command = {command}: {wrong.Message}");
        }
    }

    private static void SetRestart(JobDraft job, Fields fields)
    {
        var when = fields.Text("autorestart")?.ToLowerInvariant();
        job.Set("restart", when switch
        {
            "true" or "yes" or "on" or "1" => null,
            "false" or "no" or "off" or "0" => "never",
            _ => "on-failure",
        });
        if (when is not (null or "unexpected" or "true" or "yes" or "on" or "1" or "false" or "no" or "off" or "0"))
        {
            fields.Tell("autorestart", "is none of true, false and unexpected, and taken for unexpected");
        }

        fields.Lose("exitcodes", "only 0 is an end as expected here; have the program end with it", "0");
        var seconds = fields.Whole("startsecs");
        var retries = fields.Whole("startretries");
        var backoff = new JsonObject();
        if (retries is { } count)
        {
            var cap = Math.Max(1, count);
            (backoff["initial"], backoff["cap"], backoff["jitter"]) = (1, cap, 0);
            job.Set("flapping", new JsonObject { ["attempts"] = count + 1, ["window"] = Window(count, seconds ?? DefaultStartSeconds, cap), ["max_retry"] = 0 });
        }

        if (seconds is { } lasts)
        {
            backoff["reset_after"] = lasts;
        }

        job.Set("backoff", backoff.Count > 0 ? backoff : null);
    }

    /// <summary>The time that so many starts take which all fail, with the waits between them; of a single one it is its own duration.</summary>
    private static int Window(int retries, int seconds, int cap) =>
        retries == 0 ? seconds : (retries * seconds) + Enumerable.Range(0, retries - 1).Sum(wait => (int)Math.Min(cap, Math.Pow(2, wait)));

    private static void SetStop(JobDraft job, Fields fields)
    {
        job.Set("stop_signal", fields.Text("stopsignal") is { } signal and not "TERM" ? signal : null);
        job.Set("graceful_timeout", fields.Whole("stopwaitsecs"));
        fields.Lose("stopasgroup", "all that a process has started gets the signal here, always", "true", "yes", "on", "1");
        fields.Lose("killasgroup", "all that a process has started is killed with it here, always", "true", "yes", "on", "1");
    }
}
