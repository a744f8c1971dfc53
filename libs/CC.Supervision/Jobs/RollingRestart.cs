namespace CC.Supervision.Jobs;

/// <summary>One restart in batches, from its first to its end.</summary>
internal sealed class RollingRestart(Rolling rolling, Crew crew, JobEvents events, Surroundings around, JobConfig job, IEnumerable<Copy> old, int size, TimeSpan limit)
{
    private readonly Queue<Copy> left = new(old);
    private readonly TaskCompletionSource<int> completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Copy[] retiring = [];
    private Copy[] fresh = [];
    private Later? timer;
    private int replaced;
    private bool hasHeld;

    /// <summary>How many were replaced; or why not all.</summary>
    public Task<int> Completed => completed.Task;

    /// <summary>Told once, when nothing follows.</summary>
    public required Action Over { get; init; }

    /// <summary>Begins the next batch, of those that still run; or ends.</summary>
    public void Next()
    {
        timer?.Dispose();
        retiring = Take();
        if (retiring.Length == 0)
        {
            Over();
            events.TellAs("rolling.done", events.Of() with { Reason = $"{replaced} processes are replaced" });
            completed.SetResult(replaced);
            return;
        }

        if (rolling.Replace(retiring) is { } failure)
        {
            fresh = [];
            Fail(failure.Message);
            return;
        }

        fresh = [.. crew.Counted.TakeLast(retiring.Length)];
        events.TellAs("rolling", events.Of() with { Reason = $"{Numbers(fresh)} for {Numbers(retiring)}; {left.Count} are left" });
        hasHeld = job.Ready is not null;
        timer = hasHeld ? around.After(limit, TooLate) : around.After(job.Backoff.ResetAfter, Held);
        Look();
    }

    /// <summary>Goes on if all of the batch are ready.</summary>
    public void Look()
    {
        if (hasHeld && fresh.Length > 0 && fresh.All(copy => copy.IsReady))
        {
            replaced += fresh.Length;
            Array.ForEach(retiring, crew.Reap);
            (retiring, fresh) = ([], []);
            Next();
        }
    }

    public bool Ended(Copy copy, ProcessExit exit)
    {
        var isOurs = fresh.Contains(copy);
        if (isOurs)
        {
            fresh = [.. fresh.Where(other => other != copy)];
            Fail($"process {copy.Pid} {exit} before it was ready");
        }

        return isOurs;
    }

    /// <summary>Ends here: what the batch was to replace stays, and what was to take its place goes.</summary>
    public void Fail(string why)
    {
        timer?.Dispose();
        Over();
        Array.ForEach(retiring, crew.Recall);
        Array.ForEach(fresh, crew.Reap);
        var told = $"{why}; {replaced} processes are replaced, and the others are as they were";
        events.TellAs("rolling.failed", events.Of() with { Reason = told });
        completed.SetException(new SupervisorException(409, "rolling_failed", $"the restart in batches has ended early: {told}"));
        rolling.Converge();
    }

    /// <summary>Those that nobody has replaced meanwhile.</summary>
    private Copy[] Take()
    {
        var batch = new List<Copy>();
        while (batch.Count < size && left.TryDequeue(out var copy))
        {
            if (crew.Counted.Contains(copy))
            {
                batch.Add(copy);
            }
        }

        return [.. batch];
    }

    /// <summary>A job that has no other sign is ready when it has run for a while.</summary>
    private void Held()
    {
        hasHeld = true;
        Look();
    }

    private void TooLate() => Fail($"{Numbers([.. fresh.Where(copy => !copy.IsReady)])} did not become ready within {limit.TotalSeconds} s");

    private static string Numbers(IReadOnlyList<Copy> copies) => $"process {string.Join(", ", copies.Select(copy => copy.Pid))}";
}
