using CC.Supervision.Events;
using CC.Supervision.State;
using CC.Supervision.Streams;

namespace CC.Supervision.Jobs;

/// <summary>
/// A loaded job: how many of it are to run, and those that do. Counted processes have places, and are brought to their number by <see cref="Converge"/>; committed ones stand beside
/// them. Everything happens under the supervisor's lock.
/// </summary>
internal sealed class Job(JobName name, Surroundings around)
{
    private readonly List<Copy> counted = [];
    private readonly List<Copy> committed = [];
    private readonly HashSet<Copy> ending = [];
    private readonly Places places = new();
    private FlappingHistory flapping = FlappingHistory.Empty;
    private ITimer? pause;
    private string? stateIfStill;
    private bool isHeld;
    private bool hasFailed;

    public JobName Name => name;

    public required JobConfig Config
    {
        get;
        set
        {
            field = value;
            Output.Log(value.Logs);
        }
    }

    /// <summary>Variables that were given with the job.</summary>
    public IReadOnlyDictionary<string, string> Loaded { get; set; } = new Dictionary<string, string>();

    public JobOutput Output { get; } = new(
        name.ToString(),
        around.Options.Backlog,
        around.Time,
        why => around.Publish(new SupervisorEvent("") { Name = name.ToString(), Reason = why }, "log_error", $"job.{name}.log_error"));

    private Launcher Launcher => field ??= new Launcher(name, around, Output) { Ended = Ended, Ready = Ready, Sick = Replace };

    /// <summary>How many are to run.</summary>
    public int Target { get; set; }

    public JobMode Mode { get; private set; }

    public bool IsStopped => Mode == JobMode.Stopped;

    public IReadOnlyList<Copy> Counted => counted;

    /// <summary>All that run, committed ones last; not those that were asked to end.</summary>
    public IEnumerable<Copy> Running => counted.Concat(committed);

    /// <summary>Those that have not ended, whether they were asked to or not.</summary>
    public IEnumerable<Copy> Alive => Running.Concat(ending);

    public bool IsPaused => pause is not null;

    /// <summary>Completes when nothing is left of an unloaded job.</summary>
    public Task Forgotten { get; private set; } = Task.CompletedTask;

    /// <summary>The job is unloaded: its files are closed when its last process has ended.</summary>
    public void Forget() => Forgotten = ForgetAsync([.. Alive.Select(copy => copy.Watching)]);

    /// <summary>Whether all that are to run do.</summary>
    public bool HasStarted => Mode == JobMode.Started && !isHeld && Target > 0 && counted.Count >= Target;

    /// <summary>Whether all have ended, and none is started again.</summary>
    public bool HasCompleted => counted.Count == 0 && places.Finished > 0 && places.Finished >= Target;

    /// <summary>Whether one of those has not ended with 0.</summary>
    public bool HasFailed => hasFailed;

    /// <summary>Starts what was held back, if the jobs that this depends on let it.</summary>
    public void Release()
    {
        if (isHeld)
        {
            Converge();
        }
    }

    /// <summary>Runs as many as the configuration says, as soon as the jobs that it depends on let it.</summary>
    /// <exception cref="SupervisorException">None could be started.</exception>
    public void Start()
    {
        Publish("start");
        Reset();
        Mode = JobMode.Started;
        isHeld = counted.Count == 0;
        hasFailed = false;
        var before = counted.Count;
        if (Converge() is { } failure && counted.Count == before)
        {
            Halt();
            throw failure;
        }
    }

    /// <summary>Ends all processes, and starts none until it is told to.</summary>
    public void Stop()
    {
        Publish("stop");
        Target = 0;
        Halt();
        EndAll();
    }

    /// <summary>Starts none any more.</summary>
    public void Halt()
    {
        Mode = JobMode.Stopped;
        stateIfStill = "stopped";
        Resume();
        places.Clear();
    }

    /// <summary>Is as it was when the supervisor before ended, with the processes that it has left.</summary>
    public void Restore(SavedJob saved, IReadOnlyList<Survivor> survivors)
    {
        (Target, Mode) = (saved.Target, saved.Mode);
        stateIfStill = "stopped";
        foreach (var survivor in survivors)
        {
            Adopt(survivor);
        }

        isHeld = counted.Count == 0;
        if (Mode == JobMode.Started)
        {
            Converge();
        }
    }

    public SavedJob Save() => new(name.Session, Config, Loaded, Target, Mode);

    /// <summary>Asks all processes to end.</summary>
    public void EndAll()
    {
        foreach (var copy in Running.ToArray())
        {
            End(copy, "stop_process");
        }
    }

    /// <summary>Ends what runs, and starts as many as the configuration says at once.</summary>
    public void Reload()
    {
        foreach (var copy in counted.ToArray())
        {
            End(copy, "stop_process");
        }

        Reset();
        Converge();
    }

    /// <summary>Starts as many as are to run, and then ends those that ran before: there is no gap.</summary>
    public void RollOver()
    {
        var before = counted.ToArray();
        if (IsStopped || IsPaused)
        {
            return;
        }

        for (var i = 0; i < before.Length; i++)
        {
            places.Free(before[i].Place!.Value);
        }

        var failed = Enumerable.Range(0, before.Length).Any(_ => Spawn(places.TakeLowest()) is not null);
        foreach (var copy in failed ? [] : before)
        {
            End(copy, "reap");
        }

        Converge();
    }

    /// <summary>Forgets what has gone wrong, and takes the number of processes from the configuration.</summary>
    public void Reset()
    {
        Target = Config.Processes;
        flapping = FlappingHistory.Empty;
        Resume();
        places.ForgetFailures();
    }

    /// <summary>Brings the counted processes to their number: starts what is missing, ends the oldest of those too many. Returns why not all were started.</summary>
    public SupervisorException? Converge()
    {
        if (IsStopped || IsPaused || (isHeld && Mode == JobMode.Started && !around.MayStart(this)))
        {
            return null;
        }

        isHeld = false;
        while (places.Taken > Target && places.Taken > counted.Count)
        {
            places.DropWaiting();
        }

        while (counted.Count > Math.Max(0, Target))
        {
            End(counted[0], "reap");
        }

        SupervisorException? failure = null;
        var before = counted.Count;
        while (places.Taken < Target)
        {
            var place = places.TakeLowest();
            if (Spawn(place) is { } failed)
            {
                failure = failed;
                TryLater(place, failed.Message);
            }
        }

        if (counted.Count > before)
        {
            around.Changed();
        }

        return failure;
    }

    /// <summary>Starts one more, beside those that are counted.</summary>
    /// <exception cref="SupervisorException">It can't be started.</exception>
    public Copy Commit(TimeSpan? grace, IReadOnlyDictionary<string, string> own)
    {
        var copy = Launcher.Start(Config, Loaded, null, grace, own);
        committed.Add(copy);
        Publish(copy, "spawn");
        return copy;
    }

    /// <summary>Asks a process to end; if it takes too long it is killed. It is none of the running any more.</summary>
    public void End(Copy copy, string why)
    {
        counted.Remove(copy);
        committed.Remove(copy);
        ending.Add(copy);
        if (copy.Place is { } place && counted.All(other => other.Place != place))
        {
            places.Free(place);
        }

        if (why == "reap")
        {
            Publish(copy, "reap", $"job.{name}.reap", $"proc.{copy.Pid}.reap");
        }
        else
        {
            around.Publish(new SupervisorEvent("") { Name = name.ToString(), Pid = copy.Pid }, why);
        }

        copy.Process.SignalTree(copy.Job.StopSignal);
        copy.Deadline = around.After(copy.Grace, () => copy.Process.SignalTree(Signals.Kill));
    }

    /// <summary>Sends a signal to all that run.</summary>
    public void Signal(int signal)
    {
        around.Publish(new SupervisorEvent("") { Name = name.ToString(), SignalNumber = signal }, $"job.{name}.kill");
        foreach (var copy in Running)
        {
            Signal(copy, signal);
        }
    }

    public void Signal(Copy copy, int signal)
    {
        copy.Process.Signal(signal);
        around.Publish(new SupervisorEvent("") { Name = name.ToString(), Pid = copy.Pid, SignalNumber = signal }, $"proc.{copy.Pid}.kill");
    }

    /// <summary>What the job is doing, in a word.</summary>
    public string State => IsPaused ? "paused" : IsStopped ? stateIfStill! : isHeld && Mode == JobMode.Started ? "blocked" : counted.Count > 0 ? "running" : places.Taken > places.Finished ? "waiting" : places.Finished > 0 ? "finished" : "idle";

    public JobInfo Info() => new(
        name.ToString(),
        Running.Any(),
        counted.Count + committed.Count,
        committed.Count,
        Target,
        [.. Running.Select(copy => copy.Pid)],
        Config.Given ?? JobConfigWriter.Write(Config))
    {
        State = State,
    };

    public void Publish(string what) => around.Publish(new SupervisorEvent("") { Name = name.ToString() }, what, $"job.{name}.{what}");

    private SupervisorException? Spawn(int place)
    {
        try
        {
            var copy = Launcher.Start(Config, Loaded, place, null, new Dictionary<string, string>());
            counted.Add(copy);
            Publish(copy, "spawn", $"job.{name}.spawn");
            return null;
        }
        catch (SupervisorException failure)
        {
            return failure;
        }
    }

    private void Adopt(Survivor survivor)
    {
        if (Launcher.Adopt(Config, Loaded, survivor) is not { } copy)
        {
            return;
        }

        if (survivor.Place is { } place)
        {
            places.Take(place);
            counted.Add(copy);
        }
        else
        {
            committed.Add(copy);
        }

        Publish(copy, "adopt", $"job.{name}.adopt");
    }

    private async Task ForgetAsync(Task[] ends)
    {
        await Task.WhenAll(ends).ConfigureAwait(false);
        await Output.CloseAsync().ConfigureAwait(false);
    }

    private void Ready(Copy copy)
    {
        copy.IsReady = true;
        if (copy.Job.Ready is not null)
        {
            Publish(copy, "ready", $"job.{name}.ready");
        }

        around.Changed();
    }

    /// <summary>Ends a process that something is wrong with; another takes its place.</summary>
    public void Replace(Copy copy, string why)
    {
        if (counted.Contains(copy) || committed.Contains(copy))
        {
            around.Publish(new SupervisorEvent("") { Name = name.ToString(), Pid = copy.Pid, OsPid = copy.Process.Id, Reason = why }, "unhealthy", $"job.{name}.unhealthy");
            End(copy, "stop_process");
        }
    }

    private void Ended(Copy copy, ProcessExit exit)
    {
        copy.Deadline?.Dispose();
        var wasAsked = ending.Remove(copy);
        committed.Remove(copy);
        var wasCounted = counted.Remove(copy);
        var told = new SupervisorEvent("")
        {
            Name = name.ToString(),
            Pid = copy.Pid,
            OsPid = copy.Process.Id,
            ExitStatus = exit.Status,
            TermSignal = exit.Signal,
            Once = copy.IsCommitted,
        };
        around.Publish(told, "exit", $"job.{name}.exit");
        if (wasCounted)
        {
            GoOn(copy, exit);
        }
        else if (wasAsked)
        {
            Converge();
        }
    }

    /// <summary>A counted process has ended that nobody had asked to.</summary>
    private void GoOn(Copy copy, ProcessExit exit)
    {
        var place = copy.Place!.Value;
        var uptime = around.Time.GetElapsedTime(copy.StartedAt);
        if (copy.Job.Restart == RestartPolicy.Never || (copy.Job.Restart == RestartPolicy.OnFailure && exit.IsSuccess))
        {
            places.Finish(place);
            hasFailed |= !exit.IsSuccess;
            around.Changed();
            return;
        }

        places.Free(place);
        places.NoteEnd(place, uptime, copy.Job.Backoff);
        (var verdict, flapping) = flapping.Decide(Config.Flapping, around.Time.GetElapsedTime(0), uptime);
        switch (verdict)
        {
            case FlappingVerdict.Pause:
                Pause(Config.Flapping!.RetryIn);
                break;
            case FlappingVerdict.GiveUp:
                GiveUp();
                break;
            default:
                StartAgain(place);
                break;
        }
    }

    private void StartAgain(int place)
    {
        var wait = places.Delay(place, Config.Backoff);
        if (wait == TimeSpan.Zero || places.Taken >= Target)
        {
            Converge();
        }
        else
        {
            Wait(place, wait);
        }
    }

    private void TryLater(int place, string why)
    {
        places.NoteEnd(place, TimeSpan.Zero, Config.Backoff);
        places.NoteEnd(place, TimeSpan.Zero, Config.Backoff); // The next try is not at once.
        var wait = places.Delay(place, Config.Backoff);
        around.Publish(
            new SupervisorEvent("") { Name = name.ToString(), Reason = why, RetryIn = wait.TotalSeconds }, "spawn_error", $"job.{name}.spawn_error");
        Wait(place, wait);
    }

    private void Wait(int place, TimeSpan wait) => places.Wait(place, around.After(wait, () =>
    {
        places.Free(place);
        Converge();
    }));

    private void Pause(TimeSpan wait)
    {
        around.Publish(new SupervisorEvent("") { Name = name.ToString(), RetryIn = wait.TotalSeconds }, "flap", $"job.{name}.flap");
        places.Clear();
        EndCounted();
        pause = around.After(wait, () =>
        {
            Resume();
            Converge();
        });
    }

    private void GiveUp()
    {
        Publish("flap");
        Publish("give_up");
        Halt();
        stateIfStill = "gave up";
        EndCounted();
    }

    private void EndCounted()
    {
        foreach (var other in counted.ToArray())
        {
            End(other, "stop_process");
        }
    }

    private void Resume()
    {
        pause?.Dispose();
        pause = null;
    }

    private void Publish(Copy copy, params ReadOnlySpan<string> names) =>
        around.Publish(new SupervisorEvent("") { Name = name.ToString(), Pid = copy.Pid, OsPid = copy.Process.Id }, names);
}
