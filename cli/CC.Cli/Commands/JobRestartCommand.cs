using System.CommandLine;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;
using CC.Cli.Jobs;

namespace CC.Cli.Commands;

/// <summary>Has a job's processes replaced: all at once, or in batches, which is waited for however long it takes.</summary>
internal static class JobRestartCommand
{
    public static Command Create(Runner runner)
    {
        var job = JobCommands.Job();
        var batch = new Option<string?>("--batch") { Description = "so many at a time, or such a share of them, each when the ones before are ready; waits as long as that takes, or until --timeout", HelpName = "N|N%" };
        return runner.Command("restart", "replaces a job's processes without a gap", [job, batch], call => call.Value(batch) is { } size
            ? RollAsync(call, call.Value(job), size)
            : JobAsk.RunAsync(call, "restart", new JsonObject { ["name"] = call.Value(job) }, (_, terminal) => terminal.Say($"{call.Value(job)} is restarted")));
    }

    private static async Task<ExitCode> RollAsync(Call call, string job, string batch)
    {
        var events = RollingProgress.EventsOf(JobNames.Full(job));
        await using var progress = await RollingProgress.StartAsync(call, JobNames.Full(job));
        return await JobAsk.RunAsync(
            call,
            "restart",
            new JsonObject { ["name"] = job, ["batch"] = batch },
            (_, terminal) => terminal.Say($"{job} is restarted"),
            Timeout.InfiniteTimeSpan,
            $"{job} is not restarted all through yet, after the --timeout that was given; the node goes on with it. ccctl events -f -p {events} tells how, and ccctl ps what runs; without --timeout it is waited for");
    }
}
