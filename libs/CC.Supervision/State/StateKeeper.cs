using CC.Supervision.Events;
using CC.Supervision.Jobs;

namespace CC.Supervision.State;

/// <summary>Keeps the jobs for the next supervisor, if there is a file to keep them in. Under the supervisor's lock.</summary>
internal sealed class StateKeeper(Surroundings around)
{
    /// <summary>A disk that is full has room again some time.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private Later? again;
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

    /// <summary>Keeps what is to be kept. That it can't be is no reason not to do what was asked for; it is tried again until it can.</summary>
    /// <param name="jobs">The jobs, also those that come later.</param>
    public void Save(IReadOnlyList<Job> jobs)
    {
        if (Try(jobs) is { } failure)
        {
            around.Publish(new SupervisorEvent("") { Reason = $"the jobs can't be kept in {around.Options.StateFile}: {failure}" }, "state_error");
        }
    }

    /// <summary>Why they can't be kept now; null if they are.</summary>
    private string? Try(IReadOnlyList<Job> jobs)
    {
        again?.Dispose();
        again = null;
        try
        {
            (around.IsStopping ? null : state)?.Write(jobs.Where(job => !job.Config.IsTransient).Select(job => job.Save()));
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            again = around.After(Pause, () => Try(jobs));
            return failure.Message;
        }
    }
}
