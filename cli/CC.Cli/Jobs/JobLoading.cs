using System.Text.Json.Nodes;
using CC.Cli.CommandLine;

namespace CC.Cli.Jobs;

/// <summary>Has the node load jobs, one after the other.</summary>
internal static class JobLoading
{
    public const string DefaultSession = "default";

    /// <param name="call">The command line.</param>
    /// <param name="jobs">Sessions and configurations.</param>
    /// <param name="start">Whether those are started that don't say so themselves; null for yes.</param>
    public static async Task<ExitCode> RunAsync(Call call, IEnumerable<(string Session, JsonObject Config)> jobs, bool? start)
    {
        foreach (var (session, config) in jobs)
        {
            var arguments = new JsonObject { ["sessionid"] = session, ["config"] = config };
            if (start is { } does && config["start"] is null)
            {
                arguments["start"] = does;
            }

            await JobAsk.RunAsync(call, "load", arguments, (_, terminal) => terminal.Say($"{session}.{config["name"]} is loaded"));
        }

        return ExitCode.Ok;
    }
}
