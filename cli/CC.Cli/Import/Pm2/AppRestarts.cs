using System.Text.Json.Nodes;

namespace CC.Cli.Import.Pm2;

/// <summary>When an app is started again. pm2 counts in milliseconds.</summary>
internal static class AppRestarts
{
    private const int Milliseconds = 1000;

    /// <summary>pm2's, if the app says nothing else.</summary>
    private const double DefaultMinUptime = 1;

    /// <summary>The longest wait of pm2, and how long an app has to run until it is forgotten.</summary>
    private const double Cap = 15;
    private const double ResetAfter = 30;
    private const int Year = 86400 * 365;

    public static void Set(JobDraft job, Fields fields)
    {
        var exitCodes = fields.Texts("stop_exit_codes");
        job.Set("restart", fields.Flag("autorestart") == false ? "never" : exitCodes is ["0"] ? "on-failure" : null);
        if (exitCodes is not (null or [] or ["0"]))
        {
            fields.Tell("stop_exit_codes", "only an end with 0 can be one that is not followed by a start: restart = on-failure");
        }

        var minUptime = Seconds(fields, "min_uptime");
        var backoff = new JsonObject();
        if (Seconds(fields, "exp_backoff_restart_delay") is { } growing)
        {
            (backoff["initial"], backoff["cap"], backoff["reset_after"]) = (growing, Cap, ResetAfter);
            fields.Tell("exp_backoff_restart_delay", "the wait doubles here, where pm2 has it grow by half");
        }

        if (Seconds(fields, "restart_delay") is { } delay and > 0)
        {
            (backoff["initial"], backoff["cap"], backoff["jitter"], backoff["reset_after"]) = (delay, delay, 0, Year);
            fields.Tell("restart_delay", "the first start again is at once here; the others wait");
        }

        if (minUptime is { } lasts)
        {
            backoff["reset_after"] = lasts;
        }

        job.Set("backoff", backoff.Count > 0 ? backoff : null);
        if (fields.Whole("max_restarts") is { } most and >= 0)
        {
            job.Set("flapping", new JsonObject { ["attempts"] = Math.Clamp(most, 1, 1000), ["window"] = Window(Math.Clamp(most, 1, 1000), minUptime ?? DefaultMinUptime, backoff), ["max_retry"] = 0 });
        }
    }

    /// <summary>Of pm2, times are milliseconds, or texts as <c>5s</c> and <c>1m</c>.</summary>
    public static double? Seconds(Fields fields, string name)
    {
        var text = fields.Take(name)?.Text;
        return text switch
        {
            null => null,
            _ when text.EndsWith('s') && !text.EndsWith("ms", StringComparison.Ordinal) && double.TryParse(text[..^1], out var seconds) => seconds,
            _ when text.EndsWith('m') && double.TryParse(text[..^1], out var minutes) => minutes * 60,
            _ when text.EndsWith('h') && double.TryParse(text[..^1], out var hours) => hours * 3600,
            _ => fields.Number(name) / Milliseconds,
        };
    }

    private static double Window(int attempts, double uptime, JsonObject backoff) => attempts == 1 ? uptime : (attempts - 1) * (uptime + ((double?)backoff["cap"] ?? 0));
}
