using CC.Programs;

namespace CC.Cli.Import.Supervisord;

/// <summary>Makes a job of a <c>[program:x]</c>, all values of which are put in.</summary>
internal static class ProgramJob
{
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["name"] = "process_name",
        ["cmd"] = "command",
        ["args"] = "command",
        ["cwd"] = "directory",
        ["env"] = "environment",
        ["uid"] = "user",
        ["numprocesses"] = "numprocs",
        ["backoff"] = "startsecs",
        ["flapping"] = "startretries",
        ["stop_signal"] = "stopsignal",
        ["graceful_timeout"] = "stopwaitsecs",
        ["logs"] = "stdout_logfile",
    };

    /// <summary>The job; null if it can't be one, which is told.</summary>
    public static JobDraft? Make(Fields fields, string session, string name, int processes, DaemonSection daemon)
    {
        var job = new JobDraft(fields, Sources, session, name);
        var hasCommand = SetCommand(job, fields);
        job.Set("cwd", fields.Text("directory") ?? daemon.Directory);
        job.Set("env", new Dictionary<string, string>([.. daemon.Environment.Where(variable => !Own(fields).ContainsKey(variable.Key)), .. Variables(fields)]));
        job.Set("os_env", true);
        job.Set("uid", fields.Text("user"));
        job.Set("umask", fields.Text("umask") ?? daemon.Umask);
        job.Set("numprocesses", processes == 1 ? null : processes);
        job.Set("start", fields.Flag("autostart") == false ? false : null);
        ProgramRestarts.Set(job, fields);
        SetStop(job, fields);
        ProgramOutput.Set(job, fields);
        fields.Lose("priority", "the jobs stand in that order, in which they are loaded, and are ended together; depends_on says what has to wait for what");
        fields.Lose("serverurl", "a job finds its node by CC_ENDPOINT, which env can set");
        fields.LoseRest("nobody knows it here");
        return hasCommand ? job : null;
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

    private static bool SetCommand(JobDraft job, Fields fields)
    {
        if (fields.Text("command") is not { } command || string.IsNullOrWhiteSpace(command))
        {
            fields.Refuse("command", "has no command; write command=...");
            return false;
        }

        try
        {
            var words = CommandWords.Split(command);
            job.SetCommand(words[0], words.Skip(1));
            return true;
        }
        catch (FormatException wrong)
        {
            fields.Refuse("command", $"{wrong.Message}; see that its quotes are in pairs");
            return false;
        }
    }

    private static void SetStop(JobDraft job, Fields fields)
    {
        job.Set("stop_signal", fields.Text("stopsignal") is { } signal and not "TERM" ? signal : null);
        job.Set("graceful_timeout", fields.Whole("stopwaitsecs"));
        fields.Lose("stopasgroup", "all that a process has started gets the signal here, always", "true", "yes", "on", "1");
        fields.Lose("killasgroup", "all that a process has started is killed with it here, always", "true", "yes", "on", "1");
    }
}
