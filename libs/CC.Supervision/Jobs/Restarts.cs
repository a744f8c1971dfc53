namespace CC.Supervision.Jobs;

/// <summary>Decides what follows when a counted process has ended that nobody had asked to: another at once, after a while, after a pause of the whole job, or none.</summary>
internal sealed class Restarts(Places places, Crew crew, JobEvents events, Surroundings around)
{
    private FlappingHistory flapping = FlappingHistory.Empty;
    private Later? pause;

    /// <summary>Brings the processes to their number.</summary>
    public required Action Converge { get; init; }

    /// <summary>Told that the job has flapped too often, and is to be stopped.</summary>
    public required Action GaveUp { get; init; }

    public bool IsPaused => pause is not null;

    /// <summary>How many ends there were that somebody else was to be started after.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a process that is not started again has ended with something else than 0.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Forgets what has gone wrong.</summary>
    public void Forget()
    {
        flapping = FlappingHistory.Empty;
        Resume();
        places.ForgetFailures();
    }

    /// <summary>The job is started: what an earlier run has come to does not count.</summary>
    public void Begin() => HasFailed = false;

    /// <summary>Ends a pause.</summary>
    public void Resume()
    {
        pause?.Dispose();
        pause = null;
    }

    /// <summary>A counted process has ended that nobody had asked to.</summary>
    /// <param name="copy">The process.</param>
    /// <param name="exit">How it has ended.</param>
    /// <param name="job">The job as it is now.</param>
    /// <param name="target">How many are to run.</param>
    public void Ended(Copy copy, ProcessExit exit, JobConfig job, int target)
    {
        var place = copy.Place!.Value;
        var uptime = around.Time.GetElapsedTime(copy.StartedAt);
        if (copy.Job.Restart == RestartPolicy.Never || (copy.Job.Restart == RestartPolicy.OnFailure && exit.IsSuccess))
        {
            places.Finish(place);
            HasFailed |= !exit.IsSuccess;
            around.Changed();
            return;
        }

        Count++;
        places.Free(place);
        places.NoteEnd(place, uptime, copy.Job.Backoff);
        (var verdict, flapping) = flapping.Decide(job.Flapping, around.Time.GetElapsedTime(0), uptime);
        switch (verdict)
        {
            case FlappingVerdict.Pause:
                Pause(job.Flapping!.RetryIn);
                break;
            case FlappingVerdict.GiveUp:
                events.Tell("flap");
                events.Tell("give_up");
                GaveUp();
                break;
            default:
                StartAgain(place, job.Backoff, target);
                break;
        }
    }

    /// <summary>A process could not be started.</summary>
    public void TryLater(int place, string why, Backoff rules)
    {
        places.NoteRefusal(place);
        var wait = places.Delay(place, rules);
        events.TellAs("spawn_error", events.Of() with { Reason = why, RetryIn = wait.TotalSeconds });
        Wait(place, wait);
    }

    private void StartAgain(int place, Backoff rules, int target)
    {
        var wait = places.Delay(place, rules);
        if (wait == TimeSpan.Zero || places.Taken >= target)
        {
            Converge();
        }
        else
        {
            Wait(place, wait);
        }
    }

    private void Wait(int place, TimeSpan wait) => places.Wait(place, around.After(wait, () =>
    {
        places.Free(place);
        Converge();
    }));

    private void Pause(TimeSpan wait)
    {
        events.TellAs("flap", events.Of() with { RetryIn = wait.TotalSeconds });
        places.Clear();
        crew.EndServing();
        pause = around.After(wait, () =>
        {
            Resume();
            Converge();
        });
    }
}
