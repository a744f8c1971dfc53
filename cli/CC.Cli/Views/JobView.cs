using System.Globalization;
using System.Text.Json;
using CC.Cli.Jobs;
using CC.Cli.Output;

namespace CC.Cli.Views;

/// <summary>Shows what jobmgr tells of jobs and processes.</summary>
internal static class JobView
{
    public static void ShowAll(JsonElement result, Terminal terminal)
    {
        var listing = new Listing(
            new Column("JOB", Shorten.End), new Column("STATE"), new Column("RUNNING", IsNumber: true), new Column("OF", IsNumber: true), new Column("PIDS", Shorten.End, Drop: 2), new Column("COMMAND", Shorten.End, Drop: 1));
        foreach (var job in result.GetProperty("jobs").EnumerateArray())
        {
            listing.Add(Text(job, "name"), Cell.State(Text(job, "state")), Text(job, "running"), Text(job, "max_processes"), Pids(job), LoadedJob.Read(job).CommandLine);
        }

        listing.Write(terminal);
    }

    public static void ShowJob(JsonElement result, Terminal terminal)
    {
        var job = result.GetProperty("info");
        var details = new Details();
        details.Add("job", Text(job, "name"));
        details.Add("state", Cell.State(Text(job, "state")));
        details.Add("active", Text(job, "active"));
        details.Add("running", Text(job, "running"));
        details.Add("committed", Text(job, "running_out"));
        details.Add("num_processes", Text(job, "max_processes"));
        details.Add("pids", Pids(job));
        foreach (var setting in job.GetProperty("config").EnumerateObject().Where(setting => setting.Name != "name"))
        {
            details.Add(setting.Name, Value(setting.Value));
        }

        details.Write(terminal);
    }

    public static void ShowProcess(JsonElement result, Terminal terminal)
    {
        var details = new Details();
        foreach (var field in result.GetProperty("info").EnumerateObject())
        {
            details.Add(field.Name, field.Name == "create_time" ? Moment(field.Value.GetDouble()) : Value(field.Value));
        }

        details.Write(terminal);
    }

    public static void ShowStats(JsonElement result, Terminal terminal)
    {
        var listing = new Listing(
            new Column("PID", IsNumber: true), new Column("OS PID", IsNumber: true), new Column("CPU %", IsNumber: true), new Column("RSS", IsNumber: true), new Column("VMS", IsNumber: true, Drop: 1),
            new Column("CPU TIME", IsNumber: true), new Column("FDS", IsNumber: true, Drop: 2), new Column("THREADS", IsNumber: true, Drop: 3), new Column("CHILDREN", IsNumber: true, Drop: 4));
        foreach (var process in result.GetProperty("stats").GetProperty("stats").EnumerateArray())
        {
            listing.Add(
                Text(process, "pid"), Text(process, "os_pid"), Text(process, "cpu"), Text(process, "mem_info1"), Text(process, "mem_info2"), Text(process, "ctime"), Text(process, "fds"), Text(process, "threads"), Text(process, "children"));
        }

        listing.Write(terminal);
    }

    public static void ShowHistory(JsonElement result, Terminal terminal)
    {
        var listing = new Listing(
            new Column("PID", IsNumber: true), new Column("STARTED"), new Column("SECONDS", IsNumber: true), new Column("END", Shorten.End), new Column("LAST LINE", Shorten.End, Drop: 1));
        foreach (var process in result.GetProperty("history").EnumerateArray())
        {
            listing.Add(
                Text(process, "pid"), Moment(process.GetProperty("started").GetDouble()), Text(process, "duration"), Text(process, "reason"), process.GetProperty("last_lines").EnumerateArray().Select(Value).LastOrDefault(""));
        }

        listing.Write(terminal);
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Value(value) : "";

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private static string Pids(JsonElement job) => string.Join(',', job.GetProperty("processes").EnumerateArray().Select(pid => pid.GetRawText()));

    private static string Moment(double seconds) =>
        (DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds)).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
