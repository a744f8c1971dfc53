using System.Text.Json;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;

namespace CC.Cli.Jobs;

/// <summary>What a process uses; or a job that has none.</summary>
/// <param name="Job">The job.</param>
/// <param name="Pid">The supervisor's number; null for a job without processes.</param>
/// <param name="OsPid">The system's number.</param>
/// <param name="Cpu">Percent of one processor.</param>
/// <param name="Rss">Resident octets of it and all that it has started.</param>
/// <param name="Uptime">How long it has run, in seconds; null where nobody tells.</param>
internal sealed record ProcessUse(LoadedJob Job, int? Pid, int? OsPid, double Cpu, long Rss, double? Uptime)
{
    /// <summary>All processes of the node's jobs, in the order of the jobs, and those jobs that have none.</summary>
    /// <exception cref="CommandFailure">The node is not there, or says no.</exception>
    public static async Task<IReadOnlyList<ProcessUse>> AllAsync(Call call, IReadOnlyList<LoadedJob> jobs)
    {
        var all = new List<ProcessUse>();
        foreach (var job in jobs)
        {
            all.AddRange(job.Running > 0 && await StatsAsync(call, job) is { Count: > 0 } processes ? processes : [new ProcessUse(job, null, null, 0, 0, null)]);
        }

        return all;
    }

    private static async Task<IReadOnlyList<ProcessUse>> StatsAsync(Call call, LoadedJob job)
    {
        try
        {
            var stats = (await JobAsk.ResultAsync(call, "stats", new JsonObject { ["name"] = job.Name })).GetProperty("stats").GetProperty("stats");
            return [.. stats.EnumerateArray().Select(process => Read(job, process))];
        }
        catch (CommandFailure refused) when (refused.Code == ExitCode.Refused)
        {
            return []; // It was unloaded meanwhile.
        }
    }

    private static ProcessUse Read(LoadedJob job, JsonElement process) => new(
        job,
        process.GetProperty("pid").GetInt32(),
        process.GetProperty("os_pid").GetInt32(),
        process.GetProperty("cpu").GetDouble(),
        process.GetProperty("tree_rss").GetInt64(),
        process.TryGetProperty("uptime", out var uptime) ? uptime.GetDouble() : null);
}
