using CC.Supervision.Events;
using CC.Supervision.History;
using CC.Supervision.Processes;
using CC.Supervision.State;

namespace CC.Supervision.Jobs;

/// <summary>What the jobs of a supervisor share. Everything of theirs happens under its lock.</summary>
internal sealed class Surroundings(SupervisorOptions options, ProcessHost host, EventHub<SupervisorEvent> events)
{
    private int lastPid;

    public Lock Gate { get; } = new();

    public SupervisorOptions Options => options;

    public TimeProvider Time => options.Time;

    public ProcessHost Host => host;

    /// <summary>Whether the jobs that one depends on let it start.</summary>
    public required Func<Job, bool> MayStart { get; init; }

    /// <summary>Something has changed that others may wait for.</summary>
    public required Action Changed { get; init; }

    /// <summary>Something has changed, by itself, that the next supervisor is to know.</summary>
    public required Action Keep { get; init; }

    /// <summary>What has become of earlier processes.</summary>
    public HistoryKeeper History => field ??= new HistoryKeeper(this);

    /// <summary>What runs, for the next supervisor.</summary>
    public StartedProcesses Started { get; } = new(options.StateFile is { } state ? $"{state}.processes" : null);

    /// <summary>Whether nothing is started any more, and nothing kept.</summary>
    public bool IsStopping { get; set; }

    /// <exception cref="SupervisorException">409: the supervisor is being stopped.</exception>
    public void RequireRunning()
    {
        if (IsStopping)
        {
            throw new SupervisorException(409, "stopping", "the supervisor is being stopped, and starts nothing any more");
        }
    }

    public int NextPid() => ++lastPid;

    /// <summary>Tells of something in the name of several events.</summary>
    public void Publish(SupervisorEvent what, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            events.Publish(name, what with { Event = name });
        }
    }

    /// <summary>Does something under the lock after a while, unless it is disposed first.</summary>
    public Later After(TimeSpan wait, Action action) => new(Time, Gate, wait, action);
}
