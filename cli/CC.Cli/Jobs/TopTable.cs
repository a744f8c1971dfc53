using System.Text.Json.Nodes;
using CC.Cli.Output;

namespace CC.Cli.Jobs;

/// <summary>What jobs use, sorted: those first that there is most of.</summary>
internal static class TopTable
{
    public static readonly string[] Orders = ["cpu", "memory", "restarts", "uptime", "name"];

    public static IReadOnlyList<ProcessUse> Sorted(IEnumerable<ProcessUse> processes, string order)
    {
        var byName = processes.OrderBy(process => process.Job.Name, StringComparer.Ordinal).ThenBy(process => process.Pid).ToArray();
        return order switch
        {
            "memory" => [.. byName.OrderByDescending(process => process.Rss)],
            "restarts" => [.. byName.OrderByDescending(process => process.Job.Restarts ?? 0)],
            "uptime" => [.. byName.OrderByDescending(process => process.Uptime ?? -1)],
            "name" => byName,
            _ => [.. byName.OrderByDescending(process => process.Cpu)],
        };
    }

    public static void Show(IReadOnlyList<ProcessUse> processes, string order, Terminal terminal)
    {
        var jobs = processes.Select(process => process.Job).DistinctBy(job => job.Name).ToArray();
        terminal.WriteLine($"{jobs.Length} jobs, {processes.Count(process => process.Pid is not null)} processes, {Words.Of(Math.Round(processes.Sum(process => process.Cpu), 1))} % of a processor, {Words.Octets(processes.Sum(process => process.Rss))}; by {order}");
        terminal.WriteLine("");
        var listing = new Listing(
            new Column("JOB", Shorten.End), new Column("PID", IsNumber: true), new Column("OS PID", IsNumber: true, Drop: 2), new Column("STATE"), new Column("CPU %", IsNumber: true), new Column("MEMORY", IsNumber: true),
            new Column("RESTARTS", IsNumber: true), new Column("UPTIME", IsNumber: true), new Column("COMMAND", Shorten.End, Drop: 1));
        foreach (var process in processes)
        {
            listing.Add(
                process.Job.Name,
                $"{process.Pid}",
                $"{process.OsPid}",
                Cell.State(process.Job.State),
                process.Pid is null ? "" : Words.Of(process.Cpu),
                process.Pid is null ? "" : Words.Octets(process.Rss),
                process.Job.Restarts is { } restarts ? Cell.Fault(restarts) : "",
                Words.Duration(process.Uptime),
                process.Job.CommandLine);
        }

        listing.Write(terminal);
    }

    /// <summary>The same as JSON, a job each.</summary>
    public static JsonObject Json(IReadOnlyList<ProcessUse> processes) => new()
    {
        ["jobs"] = new JsonArray([.. processes.GroupBy(process => process.Job.Name).Select(group => new JsonObject
        {
            ["name"] = group.Key,
            ["state"] = group.First().Job.State,
            ["restarts"] = group.First().Job.Restarts,
            ["cpu"] = Math.Round(group.Sum(process => process.Cpu), 1),
            ["rss"] = group.Sum(process => process.Rss),
            ["processes"] = new JsonArray([.. group.Where(process => process.Pid is not null).Select(process => new JsonObject
            {
                ["pid"] = process.Pid,
                ["os_pid"] = process.OsPid,
                ["cpu"] = process.Cpu,
                ["rss"] = process.Rss,
                ["uptime"] = process.Uptime,
            })]),
        })]),
    };
}
