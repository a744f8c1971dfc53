using CC.Supervision.Jobs;

namespace CC.Supervision.Health;

/// <summary>Says whether a job may start, by what has become of those that it depends on.</summary>
internal static class Dependencies
{
    /// <param name="job">The job.</param>
    /// <param name="find">Finds another of its session, or of the session that the name says; null if there is none.</param>
    public static bool AreMet(Job job, Func<JobName, Job?> find) =>
        job.Config.DependsOn.All(entry => find(job.Name.Other(entry.Key)) is { } other && IsMet(other, entry.Value));

    /// <summary>The jobs of a circle that this one would close; none if it closes none.</summary>
    public static IReadOnlyList<string> Circle(Job job, JobConfig config, Func<JobName, Job?> find)
    {
        var path = new List<string>();
        return Leads(job.Name, config) ? [job.Name.ToString(), .. path] : [];

        bool Leads(JobName from, JobConfig its)
        {
            foreach (var next in its.DependsOn.Keys.Select(from.Other))
            {
                path.Add(next.ToString());
                if (next == job.Name || (path.Count <= 1000 && find(next) is { } other && Leads(next, other.Config)))
                {
                    return true;
                }

                path.RemoveAt(path.Count - 1);
            }

            return false;
        }
    }

    private static bool IsMet(Job other, Condition condition) => condition switch
    {
        Condition.Started => other.HasStarted || other.HasCompleted,
        Condition.Completed => other.HasCompleted,
        Condition.CompletedSuccessfully => other.HasCompleted && !other.HasFailed,
        _ => other.HasStarted && other.Crew.Counted.All(copy => copy.IsReady),
    };
}
