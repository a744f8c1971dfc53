using System.Text.Json.Nodes;
using CC.Cli.CommandLine;
using CC.Cli.Output;
using CC.Cli.Views;

namespace CC.Cli.Jobs;

/// <summary>Lists jobs, and below them their processes.</summary>
internal static class ProcessListing
{
    public static async Task<ExitCode> RunAsync(Call call, string? session)
    {
        var arguments = session is null ? [] : new JsonObject { ["sessionid"] = session };
        if (call.Json)
        {
            return await JobAsk.RunAsync(call, "list", arguments, (_, _) => { });
        }

        var result = await JobAsk.ResultAsync(call, "list", arguments);
        JobView.ShowAll(result, call.Terminal);
        var processes = (await ProcessUse.AllAsync(call, LoadedJob.All(result))).Where(process => process.Pid is not null).ToArray();
        if (processes.Length > 0)
        {
            call.Terminal.WriteLine("");
            Show(processes, call.Terminal);
        }

        return ExitCode.Ok;
    }

    private static void Show(IEnumerable<ProcessUse> processes, Terminal terminal)
    {
        var listing = new Listing(
            new Column("PROCESS", Shorten.End), new Column("OS PID", IsNumber: true), new Column("CPU %", IsNumber: true), new Column("MEMORY", IsNumber: true), new Column("UPTIME", IsNumber: true));
        foreach (var process in processes)
        {
            listing.Add($"{process.Job.Name}.{process.Pid}", process.OsPid!.Value, Words.Of(process.Cpu), Words.Octets(process.Rss), Words.Duration(process.Uptime));
        }

        listing.Write(terminal);
    }
}
