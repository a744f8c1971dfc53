namespace CC.Supervision.Jobs;

/// <summary>The jobs that are loaded, in the order of loading, and those that were unloaded and have processes yet.</summary>
internal sealed class JobTable
{
    private readonly List<Job> all = [];
    private readonly List<Job> leaving = [];

    public IReadOnlyList<Job> All => all;

    /// <summary>Unloaded ones that have processes or files open.</summary>
    public IReadOnlyList<Job> Leaving
    {
        get
        {
            leaving.RemoveAll(job => job.Forgotten.IsCompleted);
            return leaving;
        }
    }

    /// <summary>All processes that run, by job.</summary>
    public IEnumerable<(Job Job, Copy Copy)> Running => all.SelectMany(job => job.Crew.Running, (job, copy) => (job, copy));

    public IReadOnlyList<string> Sessions => [.. all.Select(job => job.Name.Session).Distinct()];

    public IReadOnlyList<string> Names(string? session)
    {
        string[] names = [.. all.Where(job => session is null || job.Name.Session == session).Select(job => job.Name.ToString())];
        return names.Length > 0 || session is null ? names : throw new SupervisorException(404, "not_found", $"there is no session {session}");
    }

    /// <exception cref="SupervisorException">409</exception>
    public void Add(Job job)
    {
        if (all.Any(other => other.Name == job.Name))
        {
            throw new SupervisorException(409, "process_conflict", $"there is a job {job.Name} already; unload it first, or update it");
        }

        all.Add(job);
    }

    public void Remove(Job job)
    {
        all.Remove(job);
        leaving.Add(job);
    }

    public Job? FindOrNull(JobName name) => all.Find(job => job.Name == name);

    /// <exception cref="SupervisorException">404</exception>
    public Job Find(string name) => FindOrNull(JobName.Parse(name)) ?? throw SupervisorException.NoJob(name);

    /// <exception cref="SupervisorException">404</exception>
    public (Job Job, Copy Copy) Find(int pid) =>
        Running.FirstOrDefault(entry => entry.Copy.Pid == pid) is { Job: not null } found ? found : throw SupervisorException.NoProcess(pid);

    /// <summary>What was held back may start.</summary>
    public void Release() => all.ForEach(job => job.Release());

    public void ForEach(Action<Job> action) => all.ForEach(action);

    /// <summary>Starts nothing any more, and ends all but detached processes; they complete when those have ended.</summary>
    public IReadOnlyList<Task> EndAll()
    {
        foreach (var job in all)
        {
            job.Halt();
            if (!job.Config.IsDetached)
            {
                job.EndAll();
            }
        }

        return [.. all.SelectMany(job => job.Crew.Alive).Where(copy => !copy.Job.IsDetached).Select(copy => copy.Watching), .. Leaving.Select(job => job.Forgotten)];
    }
}
