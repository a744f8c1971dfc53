using System.Text.Json.Nodes;
using CC.Sdk.Options;
using CC.Supervision.Jobs;

namespace CC.Plugins.JobMgr.Configured;

/// <summary>Finds jobs that wait for each other.</summary>
internal static class JobCircles
{
    /// <summary>For each circle an error of that job of it which is first in the file.</summary>
    public static IEnumerable<SectionFinding> Find(IReadOnlyList<ConfiguredJob> jobs)
    {
        var done = new HashSet<JobName>();
        foreach (var job in jobs)
        {
            if (!done.Contains(job.Name) && Path(job.Name, job.Name, jobs, []) is { } path)
            {
                done.UnionWith(path);
                var needed = Needed(job).First(needed => job.Name.Other(needed) == path[0]);
                yield return new SectionFinding(job.Section, $"depends_on.{needed}", $"makes a circle: {string.Join(" -> ", path.Prepend(job.Name))}");
            }
        }
    }

    /// <summary>The jobs from one, which is not among them, to another; null if it does not depend on that.</summary>
    private static List<JobName>? Path(JobName from, JobName to, IReadOnlyList<ConfiguredJob> jobs, HashSet<JobName> seen)
    {
        foreach (var next in jobs.Where(job => job.Name == from).SelectMany(Needed).Select(from.Other))
        {
            if (next == to)
            {
                return [next];
            }

            if (seen.Add(next) && Path(next, to, jobs, seen) is { } rest)
            {
                return [next, .. rest];
            }
        }

        return null;
    }

    private static IEnumerable<string> Needed(ConfiguredJob job) => (job.Settings["depends_on"] as JsonObject)?.Select(entry => entry.Key) ?? [];
}
