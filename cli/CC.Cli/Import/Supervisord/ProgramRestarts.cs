using System.Text.Json.Nodes;

namespace CC.Cli.Import.Supervisord;

/// <summary>When a program is started again. For supervisord one that ends within <c>startsecs</c> has failed to start, whatever its exit code; any later end is looked at by <c>autorestart</c>.</summary>
internal static class ProgramRestarts
{
    private const int DefaultStartSeconds = 1;

    /// <summary>One less than a job can count ends.</summary>
    private const int MostRetries = 999;

    /// <summary>The longest time within which they are counted.</summary>
    private const int Year = 86400 * 365;
    private const string Never = "never";
    private const string OnFailure = "on-failure";

    public static void Set(JobDraft job, Fields fields)
    {
        var policy = Policy(fields);
        job.Set("restart", policy);
        fields.Lose("exitcodes", "only 0 is an end as expected here; have the program end with it", "0");
        var seconds = fields.Whole("startsecs");
        var retries = fields.Whole("startretries");
        if (policy == Never)
        {
            fields.Tell("startsecs", "it is not started again here, however soon it ends; restart = on-failure and flapping say how often");
            fields.Tell("startretries", "it is not started again here, however soon it ends; restart = on-failure and flapping say how often");
        }
        else if (seconds == 0)
        {
            // Every end is one of a program that has run: it is started again at once, as often as need be.
            job.Set("backoff", new JsonObject { ["reset_after"] = 0 });
            fields.Tell("startretries", "with startsecs = 0 no end is a start that has failed, so that none are counted; one that can't be started at all is tried again here for as long as the job is to run");
        }
        else
        {
            SetRetries(job, fields, seconds, retries);
            TellOfSuccess(fields, policy);
        }
    }

    /// <summary>As a job has it; null for its own default, always.</summary>
    private static string? Policy(Fields fields)
    {
        switch (fields.Text("autorestart")?.ToLowerInvariant())
        {
            case "true" or "yes" or "on" or "1":
                return null;
            case "false" or "no" or "off" or "0":
                return Never;
            case not (null or "unexpected"):
                fields.Tell("autorestart", "is none of true, false and unexpected, and taken for unexpected");
                return OnFailure;
            default:
                return OnFailure;
        }
    }

    private static void SetRetries(JobDraft job, Fields fields, int? seconds, int? retries)
    {
        var backoff = new JsonObject();
        if (retries is { } count)
        {
            var cap = Math.Clamp(count, 1, MostRetries);
            (backoff["initial"], backoff["cap"], backoff["jitter"]) = (1, cap, 0);
            if (count <= MostRetries)
            {
                job.Set("flapping", new JsonObject { ["attempts"] = count + 1, ["window"] = Window(count, seconds ?? DefaultStartSeconds, cap), ["max_retry"] = 0 });
            }
            else
            {
                fields.Tell("startretries", $"no more than {MostRetries} are counted, so that it is tried again for as long as the job is to run");
            }
        }

        if (seconds is { } lasts)
        {
            backoff["reset_after"] = lasts;
        }

        job.Set("backoff", backoff.Count > 0 ? backoff : null);
    }

    private static void TellOfSuccess(Fields fields, string? policy)
    {
        if (policy == OnFailure)
        {
            fields.Tell("startsecs", "an end with 0 is a success here, however soon it comes; restart = always has it started again after such a one, too");
        }
    }

    /// <summary>The time that so many starts take which all fail, with the waits between them; of a single one it is its own duration.</summary>
    private static double Window(int retries, int seconds, int cap) =>
        retries <= 0 ? seconds : Math.Min(Year, ((double)retries * seconds) + Enumerable.Range(0, retries - 1).Sum(wait => Math.Min(cap, Math.Pow(2, wait))));
}
