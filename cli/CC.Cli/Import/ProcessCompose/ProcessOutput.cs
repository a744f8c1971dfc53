using System.Text.Json.Nodes;

namespace CC.Cli.Import.ProcessCompose;

/// <summary>Where a process's output goes.</summary>
internal static class ProcessOutput
{
    private const string Label = "out";
    private const long Megabyte = 1 << 20;

    public static void Set(JobDraft job, Fields fields, Texts texts, string folder)
    {
        if (fields.Text("log_location") is not { } path)
        {
            job.Set("redirect_output", [Label, "err"]);
            fields.Lose("log_configuration", "there is no log_location; logs.LABEL is about a file");
            return;
        }

        var log = new JsonObject { ["path"] = Path.GetFullPath(texts.Now(fields, "log_location", path), folder), ["max_size"] = 0 };
        fields.Tell("log_location", "lines are written as they come, not as JSON");
        if (fields.Part("log_configuration") is { } configuration)
        {
            Rotate(log, configuration);
        }

        job.Set("redirect_output", [Label, Label]);
        job.Set("logs", new JsonObject { [Label] = log });
    }

    private static void Rotate(JsonObject log, Fields configuration)
    {
        if (configuration.Part("rotation") is { } rotation)
        {
            log["max_size"] = (long)Math.Min((rotation.Number("max_size_mb") ?? 0) * Megabyte, int.MaxValue);
            if (rotation.Whole("max_backups") is { } keep and > 0)
            {
                log["keep"] = keep;
            }

            if (rotation.Flag("compress") == true)
            {
                log["gzip"] = true;
            }

            rotation.Lose("max_age_days", "files are kept by their number, keep, not by their age", "0");
            rotation.Lose("directory", "files that are put aside stay beside the file");
            rotation.Lose("filename", "log_location names the file");
            rotation.LoseRest("nobody knows it here");
        }

        configuration.LoseRest("lines are written as they come");
    }
}
