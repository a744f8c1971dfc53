using System.Text.Json.Nodes;
using CC.Cli.CommandLine;

namespace CC.Cli.Jobs;

/// <summary>Jobs as people name them.</summary>
internal static class JobNames
{
    /// <summary><c>SESSION.JOB</c>; a name without a session is one of default.</summary>
    public static string Full(string name) => name.Contains('.') ? name : name.Contains('/') ? name.Replace('/', '.') : $"{JobLoading.DefaultSession}.{name}";

    /// <summary>Jobs as they were named, those in place of each <c>SESSION.</c> that the node has in that.</summary>
    /// <exception cref="CommandFailure">The node has no such session, or is not there.</exception>
    public static async Task<IReadOnlyList<string>> EachAsync(Call call, IEnumerable<string> names)
    {
        var jobs = new List<string>();
        foreach (var name in names)
        {
            jobs.AddRange(name.EndsWith('.')
                ? (await JobAsk.ResultAsync(call, "jobs", new JsonObject { ["sessionid"] = name[..^1] })).GetProperty("jobs").EnumerateArray().Select(job => job.GetString()!)
                : [name]);
        }

        return jobs;
    }
}
