using CC.Supervision.History;
using CC.Supervision.State;
using CC.Supervision.Streams;

namespace CC.Supervision.Jobs;

/// <summary>A loaded job: how many of it are to run, and what somebody wants of it. Its processes are brought to their number by <see cref="Converge"/>. Everything happens under the supervisor's lock.</summary>
internal sealed class Job
{
    private readonly Surroundings around;
    private readonly JobEvents events;
    private readonly Places places = new();
    private readonly Crew crew;
    private readonly Restarts restarts;
    private readonly Rolling rolling;
    private readonly Staffing staff;
    private bool isHeld;

    public Job(JobName name, Surroundings around)
    {
        (Name, this.around) = (name, around);
        events = new JobEvents(name, around);
        Output = new JobOutput(name.ToString(), around.Options.Backlog, around.Time, (what, why) => events.TellAs(what, events.Of() with { Reason = why }));
        History = new JobHistory(name, around.History);
        crew = new Crew(places, events, around);
        restarts = new Restarts(places, crew, events, around) { Converge = () => Converge(), GaveUp = GiveUp };
        var launcher = new Launcher(name, around, Output) { Ended = Ended, Ready = Ready, Sick = Replace };
        staff = new Staffing(this, places, crew, launcher, History, events);
        rolling = new Rolling(places, crew, events, around) { Spawn = staff.Spawn, Converge = () => Converge() };
    }

    public JobName Name { get; }

    public required JobConfig Config
    {
        get;
        set
        {
            field = value;
            Output.Configure(value.Logs, value.Flood);
        }
    }

    /// <summary>Variables that were given with the job.</summary>
    public IReadOnlyDictionary<string, string> Loaded { get; set; } = new Dictionary<string, string>();

    public JobOutput Output { get; }

    /// <summary>Its last processes.</summary>
    public JobHistory History { get; }

    /// <summary>How many are to run.</summary>
    public int Target { get; set; }

    public JobMode Mode { get; private set; }

    /// <summary>Whether none is started until somebody says so.</summary>
    private bool IsHalted => Mode is JobMode.Stopped or JobMode.GaveUp;

    public Crew Crew => crew;

    public Staffing Staff => staff;

    /// <summary>Completes when nothing is left of an unloaded job.</summary>
    public Task Forgotten { get; private set; } = Task.CompletedTask;

    /// <summary>Whether all that are to run do.</summary>
    public bool HasStarted => Mode == JobMode.Started && !isHeld && Target > 0 && crew.Counted.Count >= Target;

    /// <summary>Whether all have ended, and none is started again.</summary>
    public bool HasCompleted => crew.Counted.Count == 0 && places.Finished > 0 && places.Finished >= Target;

    /// <summary>Whether one of those has not ended with 0.</summary>
    public bool HasFailed => restarts.HasFailed;

    /// <summary>What the job is doing, in a word.</summary>
    public string State => restarts.IsPaused ? "paused"
        : Mode == JobMode.Stopped ? "stopped"
        : Mode == JobMode.GaveUp ? "gave up"
        : isHeld && Mode == JobMode.Started ? "blocked"
        : crew.Counted.Count > 0 ? "running"
        : places.Taken > places.Finished ? "waiting"
        : places.Finished > 0 ? "finished"
        : "idle";

    public JobInfo Info() => new(
        Name.ToString(),
        crew.Running.Any(),
        crew.Running.Count(),
        crew.Committed,
        Target,
        [.. crew.Running.Select(copy => copy.Pid)],
        Config.Given ?? JobConfigWriter.Write(Config))
    {
        State = State,
        Restarts = restarts.Count,
        Env = Loaded.Count > 0 ? Loaded : null,
    };

    public SavedJob Save() => new(Name.Session, Config, Loaded, Target, Mode);

    public void Tell(string what) => events.Tell(what);

    /// <summary>Runs as many as the configuration says, as soon as the jobs that it depends on let it.</summary>
    /// <exception cref="SupervisorException">None could be started.</exception>
    public void Start()
    {
        if (crew.Counted.Count == 0 && Config.Processes > 0 && around.MayStart(this))
        {
            staff.Check(Config, Loaded);
        }

        Tell("start");
        Reset();
        Mode = JobMode.Started;
        isHeld = crew.Counted.Count == 0;
        restarts.Begin();
        var before = crew.Counted.Count;
        if (Converge() is { } failure && crew.Counted.Count == before)
        {
            Halt();
            throw failure;
        }
    }

    /// <summary>Ends all processes, and starts none until it is told to.</summary>
    public void Stop()
    {
        Tell("stop");
        Target = 0;
        Halt();
        crew.EndAll();
    }

    /// <summary>Starts none any more.</summary>
    public void Halt()
    {
        Mode = JobMode.Stopped;
        rolling.Cancel("the job is stopped");
        restarts.Resume();
        places.Clear();
    }

    /// <summary>The job is unloaded: its files are closed when its last process has ended.</summary>
    public void Forget()
    {
        History.Forget();
        Forgotten = ForgetAsync([.. crew.Alive.Select(copy => copy.Watching)]);
    }

    /// <summary>Is as it was when the supervisor before ended, with the processes that it has left.</summary>
    public void Restore(SavedJob saved, IReadOnlyList<Survivor> survivors)
    {
        (Target, Mode) = (saved.Target, saved.Mode);
        foreach (var survivor in survivors)
        {
            staff.Adopt(survivor);
        }

        isHeld = Mode == JobMode.Started && crew.Counted.Count == 0;
        if (Mode == JobMode.Started)
        {
            Converge();
        }
    }

    /// <summary>Asks all processes to end; others take their places.</summary>
    public void EndAll()
    {
        rolling.Cancel("all processes are ended");
        crew.EndAll();
    }

    /// <summary>Has another configuration: all processes are asked to end, and others take their places. A job that waits because of what went wrong with the one before waits no longer; nor does one that was scaled to none, of which no end follows.</summary>
    public void Renew()
    {
        var waits = State is "paused" or "waiting" || (State == "idle" && Mode == JobMode.Started);
        EndAll();
        if (waits)
        {
            restarts.Forget();
            Converge();
        }
    }

    /// <summary>Makes sure that another process would be found to start, before those that run are given up for it. A job that starts none has time to become right.</summary>
    /// <param name="config">The job as it is to be.</param>
    /// <param name="loaded">Variables that are to be given with it.</param>
    /// <exception cref="SupervisorException">400: there is no such program, folder, user or variable.</exception>
    public void RequireStartable(JobConfig config, IReadOnlyDictionary<string, string> loaded)
    {
        if (Mode == JobMode.Started && !isHeld)
        {
            staff.Check(config, loaded);
        }
    }

    /// <summary>Has another number of processes.</summary>
    /// <exception cref="SupervisorException">400: those that are missing can't be started. Nothing has changed then.</exception>
    public int Scale(Scaling change)
    {
        var target = change.Apply(Target);
        if (target > Target && target > 0 && !IsHalted && !isHeld)
        {
            staff.Check(Config, Loaded);
        }

        Target = target;
        Tell("update");
        Converge();
        return target;
    }

    /// <summary>Ends what runs, and starts as many as the configuration says at once.</summary>
    /// <exception cref="SupervisorException">400: no other can be started. Nothing has changed then.</exception>
    public void Reload()
    {
        RequireStartable(Config, Loaded);
        rolling.Cancel("the job is reloaded");
        crew.EndServing();
        Reset();
        Converge();
    }

    /// <summary>Starts as many as are to run, and then ends those that ran before: there is no gap.</summary>
    public void RollOver()
    {
        if (!IsHalted && !restarts.IsPaused)
        {
            rolling.All();
        }
    }

    /// <summary>The same in batches, each when the one before is ready.</summary>
    /// <exception cref="SupervisorException">409: it does not run, or is being restarted so already.</exception>
    public Task<int> RollOver(Batch batch, TimeSpan limit) => !IsHalted && !restarts.IsPaused && !around.IsStopping
        ? rolling.InBatches(batch, limit, Config)
        : throw new SupervisorException(409, "not_running", $"{Name} is {State}; start it first");

    /// <summary>Starts what was held back, if the jobs that this depends on let it.</summary>
    public void Release()
    {
        if (isHeld)
        {
            Converge();
        }
    }

    /// <summary>Brings the counted processes to their number: starts what is missing, ends the oldest of those too many. Returns why not all were started.</summary>
    public SupervisorException? Converge()
    {
        if (IsHalted || restarts.IsPaused || (isHeld && Mode == JobMode.Started && !around.MayStart(this)))
        {
            return null;
        }

        isHeld = false;
        while (places.Taken > Target && places.Taken > crew.Counted.Count)
        {
            places.DropWaiting();
        }

        while (crew.Counted.Count > Math.Max(0, Target))
        {
            crew.Reap(crew.Counted[0]);
        }

        if (Mode == JobMode.Idle && places.Taken < Target)
        {
            Mode = JobMode.Started;
        }

        SupervisorException? failure = null;
        var before = crew.Counted.Count;
        while (places.Taken < Target)
        {
            var place = places.TakeLowest();
            if (staff.Spawn(place) is { } failed)
            {
                failure = failed;
                restarts.TryLater(place, failed.Message, Config.Backoff);
            }
        }

        if (crew.Counted.Count > before)
        {
            around.Changed();
        }

        return failure;
    }

    /// <summary>Ends a process that something is wrong with; another takes its place.</summary>
    public void Replace(Copy copy, string why)
    {
        if (crew.Runs(copy))
        {
            events.TellAs("unhealthy", events.Of(copy) with { Reason = why });
            crew.End(copy, why);
        }
    }

    /// <summary>Forgets what has gone wrong, and takes the number of processes from the configuration.</summary>
    private void Reset()
    {
        Target = Config.Processes;
        restarts.Forget();
    }

    private void Ready(Copy copy)
    {
        copy.IsReady = true;
        if (copy.Job.Ready is not null)
        {
            events.Tell("ready", copy);
        }

        rolling.Ready();
        around.Changed();
    }

    private void Ended(Copy copy, ProcessExit exit)
    {
        var (wasCounted, wasAsked) = crew.Remove(copy);
        History.Ended(copy, exit, around.Time.GetElapsedTime(copy.StartedAt), Output.LastLines);
        events.TellAs("exit", events.Of(copy) with { ExitStatus = exit.Status, TermSignal = exit.Signal, Once = copy.IsCommitted });
        if (rolling.Ended(copy, exit))
        {
            return;
        }

        if (wasCounted)
        {
            restarts.Ended(copy, exit, Config, Target);
        }
        else if (wasAsked && !copy.IsCommitted)
        {
            Converge();
        }
    }

    private void GiveUp()
    {
        Halt();
        Mode = JobMode.GaveUp;
        crew.EndServing();
        around.Keep();
    }

    private async Task ForgetAsync(Task[] ends)
    {
        await Task.WhenAll(ends).ConfigureAwait(false);
        await Output.CloseAsync().ConfigureAwait(false);
    }
}
