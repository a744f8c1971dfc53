using CC.Supervision.History;
using CC.Supervision.State;

namespace CC.Supervision.Jobs;

/// <summary>Adds processes to a job's crew: starts them, or takes over those that run. Under the supervisor's lock.</summary>
internal sealed class Staffing(Job job, Places places, Crew crew, Launcher launcher, JobHistory history, JobEvents events)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Looks whether there is what a process would be started from.</summary>
    /// <exception cref="SupervisorException">400: there is no such program, folder, user or variable.</exception>
    public void Check(JobConfig config, IReadOnlyDictionary<string, string> loaded) => launcher.Check(config, loaded);

    /// <summary>Starts a counted process at a place. Returns why it can't be.</summary>
    public SupervisorException? Spawn(int place)
    {
        try
        {
            var copy = launcher.Start(job.Config, job.Loaded, place, null, Nothing);
            Add(copy);
            events.Tell("spawn", copy);
            return null;
        }
        catch (SupervisorException failure)
        {
            return failure;
        }
    }

    /// <summary>Starts one more, beside those that are counted.</summary>
    /// <exception cref="SupervisorException">It can't be started.</exception>
    public Copy Commit(TimeSpan? grace, IReadOnlyDictionary<string, string> own)
    {
        var copy = launcher.Start(job.Config, job.Loaded, null, grace, own);
        Add(copy);
        events.TellCommitted(copy);
        return copy;
    }

    /// <summary>Takes over a process that an earlier supervisor has left, if it still runs.</summary>
    public void Adopt(Survivor survivor)
    {
        if (launcher.Adopt(job.Config, job.Loaded, survivor) is not { } copy)
        {
            return;
        }

        if (survivor.Place is { } place)
        {
            places.Take(place);
        }

        Add(copy);
        events.Tell("adopt", copy);
    }

    private void Add(Copy copy)
    {
        crew.Add(copy);
        history.Started(copy);
    }
}
