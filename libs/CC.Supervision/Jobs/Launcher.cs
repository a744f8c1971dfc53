using CC.Supervision.Health;
using CC.Supervision.Processes;
using CC.Supervision.State;
using CC.Supervision.Stats;
using CC.Supervision.Streams;

namespace CC.Supervision.Jobs;

/// <summary>Starts the processes of a job, and tells it under the supervisor's lock what becomes of each.</summary>
internal sealed class Launcher(JobName name, Surroundings around, JobOutput output)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Told of each end, once; never on the stack of who has started the process, even if it has ended by then: it has to be one of the running first.</summary>
    public required Action<Copy, ProcessExit> Ended { get; init; }

    /// <summary>Told when a process is ready.</summary>
    public required Action<Copy> Ready { get; init; }

    /// <summary>Told why a process should be replaced.</summary>
    public required Action<Copy, string> Sick { get; init; }

    /// <summary>Looks whether there is what a process would be started from; starts none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="loaded">Variables that were given with it.</param>
    /// <exception cref="SupervisorException">There is not.</exception>
    public void Check(JobConfig job, IReadOnlyDictionary<string, string> loaded)
    {
        try
        {
            ProcessHost.Check(OrderMaker.Make(name, job, loaded, Nothing, 0, around.Options.Name));
        }
        catch (ProcessStartException refused)
        {
            throw CanNotStart(refused);
        }
    }

    /// <summary>Starts a process.</summary>
    /// <param name="job">The job as it is now.</param>
    /// <param name="loaded">Variables that were given with it.</param>
    /// <param name="place">Its place among the counted ones; null for a committed one.</param>
    /// <param name="grace">How long it may take to end; null for as long as the job says.</param>
    /// <param name="own">Variables for it alone.</param>
    /// <exception cref="SupervisorException">It can't be started.</exception>
    public Copy Start(JobConfig job, IReadOnlyDictionary<string, string> loaded, int? place, TimeSpan? grace, IReadOnlyDictionary<string, string> own)
    {
        var order = OrderMaker.Make(name, job, loaded, own, place, around.Options.Name);
        var pid = around.NextPid();
        var health = new HealthWatch(job.Ready, job.Alive, around.Time);
        order = health.NotifyPath is { } path ? order with { Environment = new Dictionary<string, string>(order.Environment) { [NotifySocket.Variable] = path } } : order;
        try
        {
            var process = around.Host.Start(order, (stream, octets) =>
            {
                health.Read(stream, octets);
                return output.Receive(Copy.Label(job, stream), pid, octets);
            });
            around.Started.Add(new Survivor(process.Id, process.Started, name, place, LeadsSession: true));
            var copy = New(pid, place, job, order, process, grace);
            copy.Watching = WatchAsync(copy, health.RunAsync(order, around.Host, process.Exited, () => Locked(() => Ready(copy)), why => Locked(() => Sick(copy, why))));
            return copy;
        }
        catch (ProcessStartException refused)
        {
            health.Dispose();
            throw CanNotStart(refused);
        }
    }

    /// <summary>Watches a process that an earlier supervisor has started; null if it has gone meanwhile.</summary>
    public Copy? Adopt(JobConfig job, IReadOnlyDictionary<string, string> loaded, Survivor survivor)
    {
        if (around.Host.Adopt(survivor.Process, survivor.Started) is not { } process)
        {
            return null;
        }

        var copy = New(around.NextPid(), survivor.Place, job, OrderMaker.Make(name, job, loaded, Nothing, survivor.Place, around.Options.Name), process, null);
        copy.IsReady = true;
        copy.Watching = WatchAsync(copy, Task.CompletedTask);
        return copy;
    }

    private SupervisorException CanNotStart(ProcessStartException refused) => new(400, "cannot_start", $"a process of {name} can't be started: {refused.Message}");

    private Copy New(int pid, int? place, JobConfig job, ProcessOrder order, ChildProcess process, TimeSpan? grace) =>
        new(pid, place, job, order, process, around.Time.GetUtcNow(), around.Time.GetTimestamp())
        {
            Sampler = new Sampler(pid, process.Id, around.Time),
            Grace = grace ?? job.GracefulTimeout,
        };

    private async Task WatchAsync(Copy copy, Task health)
    {
        var exit = await copy.Process.Exited.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        around.Started.Remove(copy.Process.Id);
        await output.EndAsync(copy.Pid, copy.Job.OutputLabels.Take(2).Concat(copy.Job.CustomStreams).Distinct()).ConfigureAwait(false);
        Locked(() => Ended(copy, exit));
        await health.ConfigureAwait(false);
    }

    private void Locked(Action action)
    {
        lock (around.Gate)
        {
            action();
        }
    }
}
