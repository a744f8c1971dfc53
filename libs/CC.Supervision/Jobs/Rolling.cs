namespace CC.Supervision.Jobs;

/// <summary>
/// Replaces the counted processes of a job without a gap: as many are started first, and those that ran before are ended when these are ready; so many at a time, or all at once without a look. A batch
/// that does not become ready is ended, and what it was to replace stays. Under the supervisor's lock.
/// </summary>
internal sealed class Rolling(Places places, Crew crew, JobEvents events, Surroundings around)
{
    private RollingRestart? current;

    /// <summary>Starts a process at a place, as the last of the crew; returns why it can't be started.</summary>
    public required Func<int, SupervisorException?> Spawn { get; init; }

    /// <summary>Brings the processes to their number.</summary>
    public required Action Converge { get; init; }

    /// <summary>Replaces all at once; whether they are ready is not looked at.</summary>
    public void All()
    {
        Cancel("another restart has begun");
        var before = crew.Counted.ToArray();
        if (Replace(before) is null)
        {
            Array.ForEach(before, crew.Reap);
        }
        else
        {
            Array.ForEach(before, crew.Recall);
        }

        Converge();
    }

    /// <summary>Replaces one batch after the other.</summary>
    /// <param name="batch">How many at a time.</param>
    /// <param name="limit">How long a batch may take to become ready.</param>
    /// <param name="job">The job as it is now.</param>
    /// <returns>How many were replaced, when all are; or a <see cref="SupervisorException"/> that says which did not become ready, or what has come between.</returns>
    /// <exception cref="SupervisorException">409: that is being done already.</exception>
    public Task<int> InBatches(Batch batch, TimeSpan limit, JobConfig job)
    {
        if (current is not null)
        {
            throw new SupervisorException(409, "rolling", "the job is being restarted in batches already; wait for job.NAME.rolling.done or .failed, or stop it");
        }

        var rolling = new RollingRestart(this, crew, events, around, job, crew.Counted, batch.Of(crew.Counted.Count), limit) { Over = () => current = null };
        current = rolling;
        rolling.Next();
        return rolling.Completed;
    }

    /// <summary>What comes between ends it; those that are not ready yet go on as they are, beside no others.</summary>
    public void Cancel(string why) => current?.Fail(why);

    public void Ready() => current?.Look();

    /// <summary>A process has ended. Returns whether that was a failure of a batch, which has been dealt with.</summary>
    public bool Ended(Copy copy, ProcessExit exit) => current?.Ended(copy, exit) ?? false;

    /// <summary>Gives the places of some to as many new ones. Returns why that can't be done; the new ones are ended then.</summary>
    public SupervisorException? Replace(IReadOnlyList<Copy> old)
    {
        foreach (var copy in old)
        {
            crew.Retire(copy);
        }

        var first = crew.Counted.Count;
        foreach (var _ in old)
        {
            var place = places.TakeLowest();
            if (Spawn(place) is { } failure)
            {
                places.Free(place);
                crew.Counted.Skip(first).ToList().ForEach(crew.Reap);
                return failure;
            }
        }

        return null;
    }
}
