using CC.Supervision.Health;

namespace CC.Supervision.Jobs;

/// <summary>Takes jobs up, gives them other configurations, and lets them go; what is wrong with one is found before anything changes. Under the supervisor's lock.</summary>
/// <param name="jobs">Those that are loaded.</param>
/// <param name="around">What jobs share.</param>
/// <param name="memory">Begins with the first job that has a limit.</param>
internal sealed class Admission(JobTable jobs, Surroundings around, MemoryWatch memory)
{
    /// <exception cref="SupervisorException">409: there is one of that name; 400: something is wrong with it, or none of its processes can be started. Nothing is loaded then.</exception>
    public void Load(JobConfig config, string session, IReadOnlyDictionary<string, string>? environment, bool start)
    {
        around.RequireRunning();
        var job = New(session, config, environment ?? new Dictionary<string, string>());
        Check(job, config);
        Add(job);
        if (start)
        {
            StartOrForget(job);
        }
    }

    /// <summary>A job that is as it is to be: it was loaded by an earlier supervisor.</summary>
    public Job Add(string session, JobConfig config, IReadOnlyDictionary<string, string> environment)
    {
        var job = New(session, config, environment);
        Add(job);
        return job;
    }

    /// <exception cref="SupervisorException">400: something is wrong with the configuration, or a job that runs could not be started with it. Nothing has changed then.</exception>
    public void Update(Job job, JobConfig config, IReadOnlyDictionary<string, string>? environment, bool start)
    {
        if (start)
        {
            around.RequireRunning();
        }

        Check(job, config);
        var loaded = environment ?? new Dictionary<string, string>();
        if (start && config.DependsOn.Count == 0)
        {
            job.Staff.Check(config, loaded);
        }

        job.RequireStartable(config, loaded);
        job.Target = config.Processes == job.Config.Processes ? job.Target : config.Processes;
        job.Config = config;
        job.Loaded = loaded;
        LimitMemory(job);
        job.Tell("update");
        job.Renew();
        if (start)
        {
            job.Start();
        }
    }

    public void Unload(Job job)
    {
        jobs.Remove(job);
        job.Tell("unload");
        job.Stop();
        job.Forget();
    }

    private Job New(string session, JobConfig config, IReadOnlyDictionary<string, string> environment) =>
        new(new JobName(session, config.Name), around) { Config = config, Loaded = environment, Target = config.Processes };

    private void Add(Job job)
    {
        jobs.Add(job);
        job.Tell("load");
        LimitMemory(job);
    }

    private void LimitMemory(Job job)
    {
        if (job.Config.MemoryLimit is not null)
        {
            memory.Begin();
        }
    }

    private void StartOrForget(Job job)
    {
        try
        {
            job.Start();
        }
        catch (SupervisorException)
        {
            jobs.Remove(job);
            job.Tell("unload");
            job.Forget();
            throw;
        }
    }

    private void Check(Job job, JobConfig config)
    {
        var circle = Dependencies.Circle(job, config, jobs.FindOrNull);
        string[] broken =
        [
            .. JobRules.Broken(config),
            .. JobRules.BrokenSession(job.Name.Session) is { } session ? [session] : (string[])[],
            .. circle.Count > 0 ? [$"depends_on makes a circle: {string.Join(" -> ", circle)}"] : (string[])[],
        ];
        if (broken.Length > 0)
        {
            throw SupervisorException.Bad($"the job can't be loaded: {string.Join("; ", broken)}");
        }
    }
}
