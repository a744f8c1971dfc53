using CC.Supervision.Events;
using CC.Supervision.Jobs;

namespace CC.Supervision.State;

/// <summary>Keeps the jobs for the next supervisor, if there is a file to keep them in. Under the supervisor's lock.</summary>
internal sealed class StateKeeper(Surroundings around)
{
    private StateFile? state = around.Options.StateFile is { } path ? new StateFile(path) : null;

    /// <summary>What an earlier supervisor has kept. A file that can't be read is not overwritten either: somebody may mend it.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is not what this program has written.</exception>
    public IReadOnlyList<SavedJob> Read()
    {
        var file = state;
        state = null;
        var saved = file?.Read() ?? [];
        state = file;
        return saved;
    }

    /// <summary>Keeps what is to be kept. That it can't be is no reason not to do what was asked for.</summary>
    public void Save(IReadOnlyList<Job> jobs)
    {
        try
        {
            (around.IsStopping ? null : state)?.Write(jobs.Where(job => !job.Config.IsTransient).Select(job => job.Save()));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            around.Publish(new SupervisorEvent("") { Reason = $"the jobs can't be kept in {around.Options.StateFile}: {failure.Message}" }, "state_error");
        }
    }
}
