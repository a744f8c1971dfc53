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
        all.SelectMany(job => job.Running, (job, copy) => (job, copy)).FirstOrDefault(entry => entry.copy.Pid == pid) is { job: not null } found ? found : throw SupervisorException.NoProcess(pid);
}
