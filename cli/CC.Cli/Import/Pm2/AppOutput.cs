using System.Text.Json.Nodes;

namespace CC.Cli.Import.Pm2;

/// <summary>Where an app's output goes.</summary>
internal static class AppOutput
{
    private const string Output = "out";
    private const string Error = "err";

    public static void Set(JobDraft job, Fields fields, string folder)
    {
        var output = fields.Of("out_file", "output", "out", "out_log");
        var error = fields.Of("error_file", "error", "err_file", "err", "err_log");
        var both = fields.Of("log_file", "log");
        var logs = new JsonObject();
        if (fields.Flag("disable_logs") == true)
        {
            fields.Lose(output, "disable_logs has nothing written");
            fields.Lose(error, "disable_logs has nothing written");
            fields.Lose(both, "disable_logs has nothing written");
        }
        else if (fields.Has(both) && !fields.Has(output) && !fields.Has(error))
        {
            job.Set("redirect_output", [Output, Output]);
            Add(logs, Output, fields.Text(both), folder);
        }
        else
        {
            job.Set("redirect_output", [Output, Error]);
            Add(logs, Output, fields.Text(output), folder);
            Add(logs, Error, fields.Text(error), folder);
            fields.Lose(both, "each stream has its own file here; leave out_file and error_file away to have them in one", "false");
        }

        job.Set("logs", logs.Count > 0 ? logs : null);
        fields.Lose("log_date_format", "lines are written as they come; ccctl logs shows the time");
        fields.Lose("time", "lines are written as they come; ccctl logs shows the time", "false");
        fields.Lose("log_type", "lines are written as they come; ccctl logs --json shows them as JSON", "raw");
    }

    /// <summary>pm2 puts no file aside by itself.</summary>
    private static void Add(JsonObject logs, string label, string? path, string folder)
    {
        if (path is not (null or "" or "NULL" or "/dev/null"))
        {
            logs[label] = new JsonObject { ["path"] = Path.GetFullPath(path, folder), ["max_size"] = 0 };
        }
    }
}
