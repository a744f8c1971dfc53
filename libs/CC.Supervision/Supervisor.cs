using CC.Supervision.Events;
using CC.Supervision.Health;
using CC.Supervision.Jobs;
using CC.Supervision.Processes;
using CC.Supervision.State;
using CC.Supervision.Stats;
using CC.Supervision.Streams;

namespace CC.Supervision;

/// <summary>
/// Keeps jobs running. Jobs live in sessions, and are named <c>session.job</c>; a name without a session is one of the session <c>default</c>. All members may be called from any thread at
/// any time: each call is done as a whole before the next. What happens is told by <see cref="Events"/>.
/// </summary>
public sealed class Supervisor : IAsyncDisposable
{
    private readonly JobTable jobs = new();
    private readonly ProcessHost host = new();
    private readonly Surroundings around;
    private StateFile? state;
    private readonly Monitors monitors;
    private readonly MemoryWatch memory;
    private bool isStopping;

    /// <summary>Makes one; it has no jobs yet.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public Supervisor(SupervisorOptions? options = null)
    {
        around = new Surroundings(options ?? new SupervisorOptions(), host, Events) { MayStart = job => Dependencies.AreMet(job, jobs.FindOrNull), Changed = Release };
        memory = new MemoryWatch(around.Time, Limited, Exceeded);
        monitors = new Monitors(around.Time, Samplers);
        state = around.Options.StateFile is { } path ? new StateFile(path) : null;
    }

    /// <summary>What happens: <c>load</c>, <c>start</c>, <c>spawn</c>, <c>exit</c>, ..., and <c>job.SESSION.JOB.start</c>, <c>proc.PID.kill</c>, ...</summary>
    public EventHub<SupervisorEvent> Events { get; } = new();

    /// <summary>
    /// Takes up where an earlier supervisor of the same name has ended, in whatever way: its jobs are loaded, as many run as it wanted, detached processes that still run are watched again, and
    /// what else it has left behind is ended first. To be called once, before anything else.
    /// </summary>
    /// <exception cref="IOException">The state file can't be read; nothing is taken up, and nothing kept.</exception>
    /// <exception cref="InvalidDataException">The state file is none; likewise.</exception>
    public async Task RestoreAsync()
    {
        var saved = ReadState();
        var survivors = Survivors.Find(around.Options.Name);
        var kept = saved.Where(job => job.Config.IsDetached).Select(job => new JobName(job.Session, job.Config.Name)).ToHashSet();
        await Survivors.EndAsync([.. survivors.Where(survivor => !kept.Contains(survivor.Job))], host, around.Time).ConfigureAwait(false);
        lock (around.Gate)
        {
            foreach (var one in saved)
            {
                var job = new Job(new JobName(one.Session, one.Config.Name), around) { Config = one.Config, Loaded = one.Loaded };
                Add(job);
                job.Restore(one, [.. survivors.Where(survivor => survivor.LeadsSession && survivor.Job == job.Name)]);
            }
        }
    }

    /// <summary>Takes a job up, and starts it.</summary>
    /// <param name="config">The job.</param>
    /// <param name="session">Its session.</param>
    /// <param name="environment">Further variables for all its processes.</param>
    /// <param name="start">Whether it is started.</param>
    /// <exception cref="SupervisorException">409: there is one of that name; 400: something is wrong with it, or none of its processes can be started. Nothing is loaded then.</exception>
    public void Load(JobConfig config, string session = JobName.DefaultSession, IReadOnlyDictionary<string, string>? environment = null, bool start = true)
    {
        lock (around.Gate)
        {
            RequireRunning();
            var name = new JobName(session, config.Name);
            var job = new Job(name, around) { Config = config, Loaded = environment ?? new Dictionary<string, string>(), Target = config.Processes };
            Check(job, config);
            Add(job);
            if (start)
            {
                StartOrForget(job);
            }

            Save();
        }
    }

    /// <summary>Ends a job's processes, committed ones included, and forgets it.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Unload(string name) => With(name, job =>
    {
        jobs.Remove(job);
        job.Publish("unload");
        job.Stop();
        job.Forget();
    });

    /// <summary>Ends what runs of a job, and starts as many as its configuration says at once. One that is stopped stays so.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Reload(string name) => With(name, job => job.Reload());

    /// <summary>Gives a job another configuration: what runs is ended, and started anew with it. A job that is stopped stays so, unless <paramref name="start"/> is true.</summary>
    /// <exception cref="SupervisorException">404; 400: something is wrong with the configuration. Nothing has changed then.</exception>
    public void Update(JobConfig config, string session = JobName.DefaultSession, IReadOnlyDictionary<string, string>? environment = null, bool start = false) =>
        With(new JobName(session, config.Name).ToString(), job =>
        {
            Check(job, config);
            job.Config = config;
            job.Loaded = environment ?? new Dictionary<string, string>();
            job.Target = Math.Max(config.Processes, job.Target);
            LimitMemory(job);
            job.Publish("update");
            job.EndAll();
            if (start)
            {
                job.Start();
            }
        });

    /// <summary>Has a job run. One that runs stays as it is.</summary>
    /// <exception cref="SupervisorException">404; 400: none of its processes can be started.</exception>
    public void Start(string name) => With(name, job =>
    {
        RequireRunning();
        job.Start();
    });

    /// <summary>Ends a job's processes, committed ones included; none is started until <see cref="Start"/>.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Stop(string name) => With(name, job => job.Stop());

    /// <summary>Ends a job's processes; since it is not stopped, others take their places.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void StopAll(string name) => With(name, job => job.EndAll());

    /// <summary>Replaces a job's processes without a gap: as many are started first, and then those that ran are ended.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Restart(string name) => With(name, job => job.RollOver());

    /// <summary>Replaces the processes of all jobs without a gap.</summary>
    public void RestartAll()
    {
        lock (around.Gate)
        {
            foreach (var job in jobs.All)
            {
                job.RollOver();
            }
        }
    }

    /// <summary>Changes how many processes a job has, and returns how many it is to have. One that is stopped starts none.</summary>
    /// <exception cref="SupervisorException">404; 400: none could be started.</exception>
    public int Scale(string name, Scaling change) => With(name, job =>
    {
        job.Target = change.Apply(job.Target);
        job.Publish("update");
        job.Converge();
        return job.Target;
    });

    /// <summary>Brings a job's processes to their number now.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Manage(string name) => With(name, job => job.Converge());

    /// <summary>Starts one more process of a job, also of a stopped one, which is not counted and not started again. Returns the supervisor's number of it.</summary>
    /// <param name="name">The job.</param>
    /// <param name="grace">How long it may take to end; null for as long as the job says.</param>
    /// <param name="environment">Variables for it alone.</param>
    /// <exception cref="SupervisorException">404; 400: it can't be started.</exception>
    public int Commit(string name, TimeSpan? grace = null, IReadOnlyDictionary<string, string>? environment = null) => With(name, job =>
    {
        RequireRunning();
        return job.Commit(grace, environment ?? new Dictionary<string, string>()).Pid;
    });

    /// <summary>Ends a process; a counted one is replaced.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void StopProcess(int pid) => With(pid, (job, copy) => job.End(copy, "stop_process"));

    /// <summary>Sends a signal to a process.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Kill(int pid, int signal) => With(pid, (job, copy) => job.Signal(copy, signal));

    /// <summary>Sends a signal to all processes of a job.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void KillAll(string name, int signal) => With(name, job => job.Signal(signal));

    /// <summary>Writes to a process; completes when its pipe has it.</summary>
    /// <param name="pid">The supervisor's number of it.</param>
    /// <param name="octets">What to write.</param>
    /// <param name="stream">A custom stream's label; null for its standard input.</param>
    /// <exception cref="SupervisorException">404: there is no such process, or stream.</exception>
    /// <exception cref="IOException">Its input is not redirected, it has closed it, has ended, or does not read.</exception>
    public Task SendAsync(int pid, ReadOnlyMemory<byte> octets, string? stream = null) =>
        With(pid, (_, copy) => copy.Process.WriteAsync(octets, Writable(copy, stream)));

    /// <summary>Ends a process's input once what waits is written.</summary>
    /// <exception cref="SupervisorException">404: there is no such process, or stream.</exception>
    /// <exception cref="IOException">Its input is not redirected.</exception>
    public void EndInput(int pid, string? stream = null) => With(pid, (_, copy) => copy.Process.EndInput(Writable(copy, stream)));

    /// <summary>Calls a listener with what a job's processes write, on the thread that reads for all: it must not block, nor throw.</summary>
    /// <param name="name">The job.</param>
    /// <param name="filter">Which of it.</param>
    /// <param name="listener">Who.</param>
    /// <param name="withBacklog">Whether it is given the last that was written before.</param>
    /// <exception cref="SupervisorException">404</exception>
    public void SubscribeOutput(string name, OutputFilter filter, Action<OutputChunk> listener, bool withBacklog = false) =>
        Look(name, job => job.Output.Subscribe(filter, listener, withBacklog));

    /// <summary>Calls a listener with a job's output no more.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void UnsubscribeOutput(string name, Action<OutputChunk> listener) => Look(name, job => job.Output.Unsubscribe(listener));

    /// <summary>Has the files of all logs opened anew, for a program that has put them aside.</summary>
    public void ReopenLogs()
    {
        lock (around.Gate)
        {
            foreach (var job in jobs.All)
            {
                job.Output.ReopenLogs();
            }
        }
    }

    /// <summary>The sessions that have jobs, in the order in which they came to be.</summary>
    public IReadOnlyList<string> Sessions() => Locked(() => jobs.Sessions);

    /// <summary>The full names of the jobs, of a session or of all, in the order of loading.</summary>
    /// <exception cref="SupervisorException">404: there is no such session.</exception>
    public IReadOnlyList<string> Jobs(string? session = null) => Locked(() => jobs.Names(session));

    /// <summary>A job's configuration.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public JobConfig Get(string name) => Look(name, job => job.Config);

    /// <summary>A job as it is now.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public JobInfo Info(string name) => Look(name, job => job.Info());

    /// <summary>A process as it was started.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public ProcessInfo ProcessInfo(int pid) => With(pid, (job, copy) => copy.Info(job.Name));

    /// <summary>What a job's processes use now.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public JobStats Stats(string name) => JobStats.Of(
        JobName.Parse(name).ToString(),
        [.. Look(name, job => job.Running.Select(copy => copy.Sampler).ToArray()).Select(process => process.Look()).OfType<ProcessStats>()]);

    /// <summary>What a process uses now.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public ProcessStats Stats(int pid) => With(pid, (_, copy) => copy.Sampler).Look() ?? throw SupervisorException.NoProcess(pid);

    /// <summary>Calls a listener every 0.1 s with what each process of a job uses, those included that start later, until <see cref="Unmonitor"/>. It must not block, nor throw.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Monitor(string name, Action<ProcessStats> listener) => Look(name, job => monitors.Add(job.Name.ToString(), listener));

    /// <summary>Calls a listener no more.</summary>
    public void Unmonitor(string name, Action<ProcessStats> listener) => monitors.Remove(JobName.Parse(name).ToString(), listener);

    /// <summary>The supervisor's numbers of the processes that run: of a job those that are counted, of all jobs the committed ones too.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public IReadOnlyList<int> Pids(string? name = null) => name is null
        ? Locked(() => (IReadOnlyList<int>)[.. jobs.All.SelectMany(job => job.Running).Select(copy => copy.Pid)])
        : Look(name, job => (IReadOnlyList<int>)[.. job.Counted.Select(copy => copy.Pid)]);

    /// <summary>Ends all processes but detached ones, and completes when they have ended. No job is started any more; those that are loaded stay so.</summary>
    public async Task StopAsync()
    {
        Task[] ends;
        lock (around.Gate)
        {
            isStopping = true;
            foreach (var job in jobs.All)
            {
                job.Halt();
                if (!job.Config.IsDetached)
                {
                    job.EndAll();
                }
            }

            ends = [.. jobs.All.SelectMany(job => job.Alive).Where(copy => !copy.Job.IsDetached).Select(copy => copy.Watching), .. jobs.Leaving.Select(job => job.Forgotten)];
        }

        await Task.WhenAll(ends).ConfigureAwait(false);
    }

    /// <summary>Stops, and gives up the threads.</summary>
    public async ValueTask DisposeAsync()
    {
        monitors.Dispose();
        memory.Dispose();
        await StopAsync().ConfigureAwait(false);
        await Task.WhenAll(jobs.All.Select(job => job.Output.CloseAsync())).ConfigureAwait(false);
        await Events.DisposeAsync().ConfigureAwait(false);
        host.Dispose();
    }

    /// <summary>A file that can't be read is not overwritten either: somebody may mend it.</summary>
    private IReadOnlyList<SavedJob> ReadState()
    {
        var file = state;
        state = null;
        var saved = file?.Read() ?? [];
        state = file;
        return saved;
    }

    private IReadOnlyList<Sampler> Samplers(string name) =>
        Locked(() => (IReadOnlyList<Sampler>)[.. jobs.All.Where(job => job.Name == JobName.Parse(name)).SelectMany(job => job.Running).Select(copy => copy.Sampler)]);

    private void Add(Job job)
    {
        jobs.Add(job);
        job.Publish("load");
        LimitMemory(job);
    }

    private void LimitMemory(Job job)
    {
        if (job.Config.MemoryLimit is not null)
        {
            memory.Begin();
        }
    }

    /// <summary>What was held back may start.</summary>
    private void Release()
    {
        foreach (var job in jobs.All)
        {
            job.Release();
        }
    }

    private IReadOnlyList<(Job Job, Copy Copy)> Limited() =>
        Locked(() => (IReadOnlyList<(Job, Copy)>)[.. jobs.All.SelectMany(job => job.Running, (job, copy) => (job, copy)).Where(entry => entry.copy.Job.MemoryLimit is not null)]);

    private void Exceeded(Job job, Copy copy, long octets)
    {
        lock (around.Gate)
        {
            job.Replace(copy, $"it uses {octets} octets of memory, and memory_limit is {copy.Job.MemoryLimit}");
        }
    }

    private static int Writable(Copy copy, string? stream) =>
        copy.Writable(stream) ?? throw new SupervisorException(404, "stream_not_found", $"process {copy.Pid} has no stream '{stream}'; redirect_input and custom_streams name those that a job has");

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

    private void StartOrForget(Job job)
    {
        try
        {
            job.Start();
        }
        catch (SupervisorException)
        {
            jobs.Remove(job);
            job.Publish("unload");
            job.Forget();
            throw;
        }
    }

    private void RequireRunning()
    {
        if (isStopping)
        {
            throw new SupervisorException(409, "stopping", "the supervisor is being stopped, and starts nothing any more");
        }
    }

    /// <summary>Keeps what is to be kept. That it can't be is no reason not to do what was asked for.</summary>
    private void Save()
    {
        try
        {
            (isStopping ? null : state)?.Write(jobs.All.Where(job => !job.Config.IsTransient).Select(job => job.Save()));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            around.Publish(new SupervisorEvent("") { Reason = $"the jobs can't be kept in {around.Options.StateFile}: {failure.Message}" }, "state_error");
        }
    }

    /// <summary>Changes a job.</summary>
    private void With(string name, Action<Job> action) => With(name, job =>
    {
        action(job);
        return true;
    });

    private T With<T>(string name, Func<Job, T> function)
    {
        lock (around.Gate)
        {
            var result = function(jobs.Find(name));
            Save();
            return result;
        }
    }

    /// <summary>Changes nothing that is kept.</summary>
    private void Look(string name, Action<Job> action) => Look(name, job =>
    {
        action(job);
        return true;
    });

    private T Look<T>(string name, Func<Job, T> function)
    {
        lock (around.Gate)
        {
            return function(jobs.Find(name));
        }
    }

    private void With(int pid, Action<Job, Copy> action)
    {
        lock (around.Gate)
        {
            var (job, copy) = jobs.Find(pid);
            action(job, copy);
        }
    }

    private T With<T>(int pid, Func<Job, Copy, T> function)
    {
        lock (around.Gate)
        {
            var (job, copy) = jobs.Find(pid);
            return function(job, copy);
        }
    }

    private T Locked<T>(Func<T> function)
    {
        lock (around.Gate)
        {
            return function();
        }
    }
}
