using CC.Supervision;
using CC.Supervision.Jobs;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr.Configured;

/// <summary>
/// Has a supervisor run the jobs of the configuration, by difference: what a section says anew is done, and what commands have changed since stays where the section says the same as before. Jobs that
/// were loaded by messages are none of its business, unless a section has one of that name.
/// </summary>
internal sealed partial class ConfiguredJobs(IReadOnlyList<ConfiguredJob> wanted, ILogger logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<JobName, ConfiguredJob> done = [];
    private IReadOnlyList<ConfiguredJob> wanted = wanted;

    /// <summary>Another configuration is in force; it is yet to be applied.</summary>
    public void Use(IReadOnlyList<ConfiguredJob> jobs)
    {
        lock (gate)
        {
            wanted = jobs;
        }
    }

    /// <summary>What becomes of a job of the supervisor before: as its section says, or nothing if it has none any more.</summary>
    public JobConfig? Revise(string name, JobConfig saved)
    {
        lock (gate)
        {
            if (wanted.FirstOrDefault(job => job.Name.ToString() == name) is not { } configured)
            {
                return ConfiguredJob.Is(saved) ? null : saved;
            }

            done[configured.Name] = configured;
            return configured.SameAs(saved) ? saved : configured.Config;
        }
    }

    /// <summary>Brings the supervisor's jobs to what is wanted.</summary>
    public void Apply(Supervisor supervisor)
    {
        lock (gate)
        {
            foreach (var gone in done.Keys.Except(wanted.Select(job => job.Name)).ToArray())
            {
                done.Remove(gone);
                Try(gone, () => Unload(supervisor, gone));
            }

            foreach (var job in wanted.Where(job => !done.TryGetValue(job.Name, out var before) || !before.SaysTheSame(job)).ToArray())
            {
                done.Remove(job.Name);
                if (Try(job.Name, () => Take(supervisor, job)))
                {
                    done[job.Name] = job;
                }
            }
        }
    }

    /// <summary>One that a command has given another configuration since is not the file's any more.</summary>
    private static void Unload(Supervisor supervisor, JobName name)
    {
        if (Find(supervisor, name) is { } running && ConfiguredJob.Is(running))
        {
            supervisor.Unload(name.ToString());
        }
    }

    private static void Take(Supervisor supervisor, ConfiguredJob job)
    {
        var config = job.Config;
        if (Find(supervisor, job.Name) is not { } running)
        {
            supervisor.Load(config, job.Name.Session, start: job.Starts);
        }
        else if (!job.SameAs(running))
        {
            Change(supervisor, job, running, config);
        }
    }

    /// <summary>Whoever has stopped or scaled a job means it; but another number in the file counts more, and one that was given up may have been mended.</summary>
    private static void Change(Supervisor supervisor, ConfiguredJob job, JobConfig running, JobConfig next)
    {
        var name = job.Name.ToString();
        var info = supervisor.Info(name);
        var isOtherNumber = next.Processes != running.Processes;
        if (isOtherNumber && next.Processes < info.MaxProcesses)
        {
            supervisor.Scale(name, new Scaling('=', next.Processes));
        }

        supervisor.Update(next, job.Name.Session, start: info.State == "gave up");
        if (job.Starts && info is { State: "idle", MaxProcesses: 0 }) // No end follows, after which others would be started.
        {
            supervisor.Scale(name, new Scaling('=', isOtherNumber ? next.Processes : 0));
        }
    }

    private static JobConfig? Find(Supervisor supervisor, JobName name)
    {
        try
        {
            return supervisor.Get(name.ToString());
        }
        catch (SupervisorException unknown) when (unknown.Code == 404)
        {
            return null;
        }
    }

    private bool Try(JobName name, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (SupervisorException refused)
        {
            Log.NotApplied(logger, name.ToString(), refused.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Job} is not as its section says: {Why}; it is tried again when the configuration is read again")]
        public static partial void NotApplied(ILogger logger, string job, string why);
    }
}
