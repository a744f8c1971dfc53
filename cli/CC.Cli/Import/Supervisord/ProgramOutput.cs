using System.Text.Json.Nodes;

namespace CC.Cli.Import.Supervisord;

/// <summary>Where a program's output goes.</summary>
internal static class ProgramOutput
{
    private const string Output = "out";
    private const string Error = "err";

    public static void Set(JobDraft job, Fields fields)
    {
        var logs = new JsonObject();
        var hasOutput = Log(fields, "stdout", Output, logs);
        if (fields.Flag("redirect_stderr") == true)
        {
            foreach (var setting in new[] { "stderr_logfile", "stderr_logfile_maxbytes", "stderr_logfile_backups", "stderr_syslog" })
            {
                fields.Lose(setting, "redirect_stderr has it go where standard output goes, for supervisord as well", "false");
            }

            job.Set("redirect_output", hasOutput ? [Output, Output] : []);
        }
        else
        {
            job.Set("redirect_output", (hasOutput, Log(fields, "stderr", Error, logs)) switch
            {
                (_, true) => [Output, Error],
                (true, _) => [Output],
                _ => [],
            });
        }

        job.Set("logs", logs.Count > 0 ? logs : null);
        foreach (var stream in new[] { "stdout", "stderr" })
        {
            fields.Lose($"{stream}_capture_maxbytes", "output is given away as it comes, to whoever listens", "0", "0MB");
            fields.Lose($"{stream}_events_enabled", "output is told as events of output.SESSION.JOB, to whoever listens", "false");
        }
    }

    /// <summary>Whether a stream is wanted; if it goes to a file, the file is added.</summary>
    private static bool Log(Fields fields, string stream, string label, JsonObject logs)
    {
        var file = $"{stream}_logfile";
        var size = fields.Octets($"{file}_maxbytes");
        var keep = fields.Whole($"{file}_backups");
        fields.Lose($"{stream}_syslog", "send it on with logger(1), or have logtail read a file", "false");
        var path = fields.Text(file);
        if (path is null || IsNone(path) || IsElsewhere(fields, file, path))
        {
            fields.Tell($"{file}_maxbytes", "there is no file; logs.LABEL.max_size is of one");
            fields.Tell($"{file}_backups", "there is no file; logs.LABEL.keep is of one");
            return path is null || !IsNone(path);
        }

        var log = new JsonObject { ["path"] = path };
        if (size is { } octets)
        {
            log["max_size"] = Math.Min(octets, int.MaxValue);
            if (octets > int.MaxValue)
            {
                fields.Tell($"{file}_maxbytes", $"{int.MaxValue} is the most here, and taken");
            }
        }

        if (keep is { } backups)
        {
            log["keep"] = backups;
        }

        logs[label] = log;
        return true;
    }

    private static bool IsNone(string path) => path.Equals("NONE", StringComparison.OrdinalIgnoreCase) || path == "/dev/null";

    private static bool IsElsewhere(Fields fields, string file, string path)
    {
        if (path.Equals("AUTO", StringComparison.OrdinalIgnoreCase))
        {
            fields.Tell(file, "nobody chooses a file here; ccctl logs shows the output, logs.LABEL.path names a file");
            return true;
        }

        if (path.Equals("syslog", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        {
            fields.Tell(file, "is no file that can be put aside; ccctl logs shows the output, logs.LABEL.path names a file");
            return true;
        }

        return false;
    }
}
