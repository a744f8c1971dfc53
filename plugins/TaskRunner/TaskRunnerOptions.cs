using CC.Sdk.Options;

namespace CC.Plugins.TaskRunner;

/// <summary>A task runner's section.</summary>
public sealed record TaskRunnerOptions : IValidatedOptions
{
    /// <summary>The name that tasks are sent to; the machine's by default.</summary>
    public string LocalId { get; init; } = "";

    /// <summary>The sections of the tasks, besides those that are named <c>cc.task.NAME</c> or <c>SITE.task.NAME</c>, which need not be listed.</summary>
    [Option(Refers = SectionKind.Task)]
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>How often to register with a router that does not answer.</summary>
    [Option(Min = 1)]
    public TimeSpan RegPeriod { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How often to register with a router that answers, and to tell of running tasks.</summary>
    [Option(Min = 0.1)]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often to look for what can be forgotten.</summary>
    [Option(Min = 1)]
    public TimeSpan MaintPeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a task that has ended is remembered at least, and its end told to a router that does not confirm it.</summary>
    [Option(Min = 0)]
    public TimeSpan TaskGracePeriod { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>Whether clients are told with each heartbeat that their tasks run.</summary>
    public bool TaskHeartbeat { get; init; }

    /// <summary>How many tasks may run at once, further ones wait; 0 for any number.</summary>
    [Option(Min = 0)]
    public int MaxAtOnce { get; init; } = 100;

    /// <summary>How many may wait for their turn; further ones fail.</summary>
    [Option(Min = 0)]
    public int MaxWaiting { get; init; } = 1000;

    /// <summary>How long a task may take whose section does not say; 0 for any time.</summary>
    [Option(Min = 0)]
    public TimeSpan DefaultTimeLimit { get; init; }

    /// <summary>How long tasks may take to end when the node stops.</summary>
    [Option(Min = 0)]
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many tasks that have ended are remembered, however long ago that is.</summary>
    [Option(Min = 0, Max = 100_000)]
    public int HistorySize { get; init; } = 1000;

    /// <summary>Where is written what has become of tasks; by default beside the pidfile, with the extension .tasks.</summary>
    [Option(Path = true)]
    public string Journal { get; init; } = "";

    /// <summary>Whether what is written there outlives the machine, and not only the process.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>The daemon's pidfile, which names its other files.</summary>
    [Option("pidfile", Path = true)]
    public string PidFile { get; init; } = "";

    internal string PathOfJournal => Journal.Length > 0 ? Path.GetFullPath(Journal)
        : PidFile.Length > 0 ? Path.GetFullPath(Path.ChangeExtension(PidFile, ".tasks"))
        : "";

    /// <summary>Whether a section's task is run from here.</summary>
    internal bool Offers(string section) => section.Contains(".task.", StringComparison.Ordinal) || Tasks.Contains(section);

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (PathOfJournal.Length == 0)
        {
            yield return ("journal", "is required where [ccserver] has no pidfile to name it after");
        }
    }
}
