using CC.Supervision.Events;
using CC.Supervision.Health;
using CC.Supervision.History;
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
    private readonly ProcessHost host = new();
    private readonly Surroundings around;
    private readonly Admission admission;
    private readonly Restoration restoration;
    private readonly LockedJobs jobs;
    private readonly Monitors monitors;
    private readonly MemoryWatch memory;

    /// <summary>Makes one; it has no jobs yet.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public Supervisor(SupervisorOptions? options = null)
    {
        var table = new JobTable();
        StateKeeper? keeper = null;
        around = new Surroundings(options ?? new SupervisorOptions(), host, Events)
        {
            MayStart = job => Dependencies.AreMet(job, table.FindOrNull),
            Changed = table.Release,
            Keep = () => keeper!.Save(table.All),
        };
        keeper = new StateKeeper(around);
        memory = new MemoryWatch(around.Time, Limited, Exceeded);
        admission = new Admission(table, around, memory);
        restoration = new Restoration(keeper, admission, around);
        jobs = new LockedJobs(table, around, keeper);
        monitors = new Monitors(around.Time, Samplers);
    }

    /// <summary>What happens: <c>load</c>, <c>start</c>, <c>spawn</c>, <c>exit</c>, ..., and <c>job.SESSION.JOB.start</c>, <c>proc.PID.kill</c>, ...</summary>
    public EventHub<SupervisorEvent> Events { get; } = new();

    /// <summary>
    /// Takes up where an earlier supervisor of the same name has ended, in whatever way: its jobs are loaded, as many run as it wanted, detached processes that still run are watched again, and
    /// what else it has left behind is ended first. To be called once, before anything else.
    /// </summary>
    /// <param name="revise">Given each job's name and configuration, says what the configuration is now: the same object, another, or null for a job that is not to be taken up. Called before anything is ended or started.</param>
    /// <exception cref="IOException">The state file can't be read; nothing is taken up, and nothing kept.</exception>
    /// <exception cref="InvalidDataException">The state file is none; likewise.</exception>
    public Task RestoreAsync(Func<string, JobConfig, JobConfig?>? revise = null) => restoration.RunAsync(revise ?? ((_, config) => config));

    /// <summary>Takes a job up, and starts it.</summary>
    /// <param name="config">The job.</param>
    /// <param name="session">Its session.</param>
    /// <param name="environment">Further variables for all its processes.</param>
    /// <param name="start">Whether it is started.</param>
    /// <exception cref="SupervisorException">409: there is one of that name; 400: something is wrong with it, or none of its processes can be started. Nothing is loaded then.</exception>
    public void Load(JobConfig config, string session = JobName.DefaultSession, IReadOnlyDictionary<string, string>? environment = null, bool start = true) =>
        jobs.ChangeAll(_ => admission.Load(config, session, environment, start));

    /// <summary>Ends a job's processes, committed ones included, and forgets it.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Unload(string name) => jobs.Change(name, admission.Unload);

    /// <summary>Ends what runs of a job, and starts as many as its configuration says at once. One that is stopped stays so.</summary>
    /// <exception cref="SupervisorException">404; 400: no other can be started. Nothing has changed then.</exception>
    public void Reload(string name) => jobs.Change(name, job => job.Reload());

    /// <summary>Gives a job another configuration: what runs is ended, and started anew with it. One that was scaled stays so, unless the number of processes is another than before; one that is stopped does, unless <paramref name="start"/> is true.</summary>
    /// <exception cref="SupervisorException">404; 400: something is wrong with the configuration, or a job that runs could not be started with it; 409: it is to be started, and the supervisor is being stopped. Nothing has changed then.</exception>
    public void Update(JobConfig config, string session = JobName.DefaultSession, IReadOnlyDictionary<string, string>? environment = null, bool start = false) =>
        jobs.Change(new JobName(session, config.Name).ToString(), job => admission.Update(job, config, environment, start));

    /// <summary>Has a job run. One that runs stays as it is.</summary>
    /// <exception cref="SupervisorException">404; 400: none of its processes can be started.</exception>
    public void Start(string name) => jobs.Change(name, job =>
    {
        around.RequireRunning();
        job.Start();
    });

    /// <summary>Ends a job's processes, committed ones included; none is started until <see cref="Start"/>.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Stop(string name) => jobs.Change(name, job => job.Stop());

    /// <summary>Ends a job's processes; since it is not stopped, others take their places.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void StopAll(string name) => jobs.Change(name, job => job.EndAll());

    /// <summary>Replaces a job's processes without a gap: as many are started first, and then those that ran are ended.</summary>
    /// <exception cref="SupervisorException">404; 400: no other can be started. Nothing has changed then.</exception>
    public void Restart(string name) => jobs.Change(name, job =>
    {
        job.RequireStartable(job.Config, job.Loaded);
        job.RollOver();
    });

    /// <summary>
    /// Replaces a job's processes in batches without a gap: as many are started, and when they are ready those that ran before are ended, and the next batch begins. Ready is what the job's
    /// <see cref="JobConfig.Ready"/> says; without that, that they have run for as long as <see cref="Backoff.ResetAfter"/> says. It stops at the first that is not, which is ended, and what it was to replace stays.
    /// </summary>
    /// <param name="name">The job.</param>
    /// <param name="batch">How many at a time.</param>
    /// <param name="limit">How long a batch may take to become ready; null for 60 s.</param>
    /// <returns>How many were replaced.</returns>
    /// <exception cref="SupervisorException">404; 409: it does not run, is being restarted so already, a process did not become ready, or the job was stopped, reloaded or updated meanwhile.</exception>
    public Task<int> RestartAsync(string name, Batch batch, TimeSpan? limit = null) => jobs.Change(name, job => job.RollOver(batch, limit ?? TimeSpan.FromSeconds(60)));

    /// <summary>Replaces the processes of all jobs without a gap.</summary>
    public void RestartAll() => jobs.ChangeAll(all => all.ForEach(job => job.RollOver()));

    /// <summary>Changes how many processes a job has, and returns how many it is to have. One that is stopped starts none.</summary>
    /// <exception cref="SupervisorException">404; 400: more are asked for, and can't be started. Nothing has changed then.</exception>
    public int Scale(string name, Scaling change) => jobs.Change(name, job => job.Scale(change));

    /// <summary>Brings a job's processes to their number now.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Manage(string name) => jobs.Change(name, job => job.Converge());

    /// <summary>Starts one more process of a job, also of a stopped one, which is not counted and not started again. Returns the supervisor's number of it.</summary>
    /// <param name="name">The job.</param>
    /// <param name="grace">How long it may take to end; null for as long as the job says.</param>
    /// <param name="environment">Variables for it alone.</param>
    /// <exception cref="SupervisorException">404; 400: it can't be started.</exception>
    public int Commit(string name, TimeSpan? grace = null, IReadOnlyDictionary<string, string>? environment = null) => jobs.Change(name, job =>
    {
        around.RequireRunning();
        return job.Staff.Commit(grace, environment ?? new Dictionary<string, string>()).Pid;
    });

    /// <summary>Ends a process; a counted one is replaced.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void StopProcess(int pid) => jobs.Look(pid, (job, copy) => job.Crew.End(copy));

    /// <summary>Sends a signal to a process.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Kill(int pid, int signal) => jobs.Look(pid, (job, copy) => job.Crew.Signal(copy, signal));

    /// <summary>Sends a signal to all processes of a job.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void KillAll(string name, int signal) => jobs.Change(name, job => job.Crew.Signal(signal));

    /// <summary>Writes to a process; completes when its pipe has it.</summary>
    /// <param name="pid">The supervisor's number of it.</param>
    /// <param name="octets">What to write.</param>
    /// <param name="stream">A custom stream's label; null for its standard input.</param>
    /// <exception cref="SupervisorException">404: there is no such process, or stream.</exception>
    /// <exception cref="IOException">Its input is not redirected, it has closed it, has ended, or does not read.</exception>
    public Task SendAsync(int pid, ReadOnlyMemory<byte> octets, string? stream = null) =>
        jobs.Look(pid, (_, copy) => copy.Process.WriteAsync(octets, Writable(copy, stream)));

    /// <summary>Ends a process's input once what waits is written.</summary>
    /// <exception cref="SupervisorException">404: there is no such process, or stream.</exception>
    /// <exception cref="IOException">Its input is not redirected.</exception>
    public void EndInput(int pid, string? stream = null) => jobs.Look(pid, (_, copy) => copy.Process.EndInput(Writable(copy, stream)));

    /// <summary>
    /// Calls a listener with what a job's processes write, one chunk after the other, on a thread of the pool. Up to 1 MiB waits for it; if it takes more time than that the processes wait too, or what
    /// there is no room for is dropped, as the job's <see cref="JobConfig.Flood"/> says. What it throws is an event, <c>output_error</c>. The last chunk of each stream of a process is empty, and the
    /// process's end is told when the listeners have taken that, unless one of them blocks for more than 5 s.
    /// </summary>
    /// <param name="name">The job.</param>
    /// <param name="filter">Which of it.</param>
    /// <param name="listener">Who.</param>
    /// <param name="withBacklog">Whether it is given the last that was written before.</param>
    /// <exception cref="SupervisorException">404</exception>
    public void SubscribeOutput(string name, OutputFilter filter, Action<OutputChunk> listener, bool withBacklog = false) =>
        jobs.Look(name, job => job.Output.Subscribe(filter, listener, withBacklog));

    /// <summary>Calls a listener with a job's output no more.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void UnsubscribeOutput(string name, Action<OutputChunk> listener) => jobs.Look(name, job => job.Output.Unsubscribe(listener));

    /// <summary>Has the files of all logs opened anew, for a program that has put them aside.</summary>
    public void ReopenLogs() => jobs.LookAll(all => all.ForEach(job => job.Output.ReopenLogs()));

    /// <summary>The sessions that have jobs, in the order in which they came to be.</summary>
    public IReadOnlyList<string> Sessions() => jobs.Look(all => all.Sessions);

    /// <summary>The full names of the jobs, of a session or of all, in the order of loading.</summary>
    /// <exception cref="SupervisorException">404: there is no such session.</exception>
    public IReadOnlyList<string> Jobs(string? session = null) => jobs.Look(all => all.Names(session));

    /// <summary>A job's configuration.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public JobConfig Get(string name) => jobs.Look(name, job => job.Config);

    /// <summary>A job as it is now.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public JobInfo Info(string name) => jobs.Look(name, job => job.Info());

    /// <summary>A process as it was started.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public ProcessInfo ProcessInfo(int pid) => jobs.Look(pid, (job, copy) => copy.Info(job.Name));

    /// <summary>A job's last processes, those included that run, oldest first: up to 100 are remembered, those of earlier supervisors with the same state file included.</summary>
    /// <param name="name">The job.</param>
    /// <param name="count">How many.</param>
    /// <param name="since">Only such as have ended since then, or run; null for all.</param>
    /// <exception cref="SupervisorException">404</exception>
    public IReadOnlyList<ProcessRecord> History(string name, int count = JobHistory.Length, DateTimeOffset? since = null) =>
        jobs.Look(name, job => job.History.Last(count, since is { } from ? (from - DateTimeOffset.UnixEpoch).TotalSeconds : double.MinValue));

    /// <summary>What a job's processes use now.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public JobStats Stats(string name)
    {
        var (full, running, dropped) = jobs.Look(name, job => (job.Name.ToString(), job.Crew.Running.Select(copy => copy.Sampler).ToArray(), job.Output.Dropped));
        return JobStats.Of(full, [.. running.Select(process => process.Look()).OfType<ProcessStats>()]) with { Dropped = dropped };
    }

    /// <summary>What a process uses now.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public ProcessStats Stats(int pid) => jobs.Look(pid, (_, copy) => copy.Sampler).Look() ?? throw SupervisorException.NoProcess(pid);

    /// <summary>Calls a listener every 0.1 s with what each process of a job uses, those included that start later, until <see cref="Unmonitor"/>. It must not block, nor throw.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public void Monitor(string name, Action<ProcessStats> listener) => jobs.Look(name, job => monitors.Add(job.Name.ToString(), listener));

    /// <summary>Calls a listener no more.</summary>
    public void Unmonitor(string name, Action<ProcessStats> listener) => monitors.Remove(JobName.Parse(name).ToString(), listener);

    /// <summary>The supervisor's numbers of the processes that run: of a job those that are counted, of all jobs the committed ones too.</summary>
    /// <exception cref="SupervisorException">404</exception>
    public IReadOnlyList<int> Pids(string? name = null) => name is null
        ? jobs.Look(all => (IReadOnlyList<int>)[.. all.Running.Select(entry => entry.Copy.Pid)])
        : jobs.Look(name, job => (IReadOnlyList<int>)[.. job.Crew.Serving.Select(copy => copy.Pid)]);

    /// <summary>Ends all processes but detached ones, and completes when they have ended. No job is started any more; those that are loaded stay so.</summary>
    public Task StopAsync() => Task.WhenAll(jobs.Look(all =>
    {
        around.IsStopping = true;
        return all.EndAll();
    }));

    /// <summary>Stops, and gives up the threads.</summary>
    public async ValueTask DisposeAsync()
    {
        monitors.Dispose();
        memory.Dispose();
        await StopAsync().ConfigureAwait(false);
        await Task.WhenAll(jobs.Look(all => all.All.Select(job => job.Output.CloseAsync()).ToArray())).ConfigureAwait(false);
        around.History.Write();
        await Events.DisposeAsync().ConfigureAwait(false);
        host.Dispose();
    }

    private IReadOnlyList<Sampler> Samplers(string name) =>
        jobs.Look(all => (IReadOnlyList<Sampler>)[.. all.FindOrNull(JobName.Parse(name))?.Crew.Running.Select(copy => copy.Sampler) ?? []]);

    private IReadOnlyList<(Job Job, Copy Copy)> Limited() =>
        jobs.Look(all => (IReadOnlyList<(Job, Copy)>)[.. all.Running.Where(entry => entry.Copy.Job.MemoryLimit is not null)]);

    private void Exceeded(Job job, Copy copy, long octets) =>
        jobs.LookAll(_ => job.Replace(copy, $"it uses {octets} octets of memory, and memory_limit is {copy.Job.MemoryLimit}"));

    private static int Writable(Copy copy, string? stream) =>
        copy.Writable(stream) ?? throw new SupervisorException(404, "stream_not_found", $"process {copy.Pid} has no stream '{stream}'; redirect_input and custom_streams name those that a job has");
}
