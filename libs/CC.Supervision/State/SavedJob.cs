using CC.Supervision.Jobs;

namespace CC.Supervision.State;

/// <summary>A job as it is to be after a restart of the supervisor.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Loaded">Variables that were given with it.</param>
/// <param name="Target">How many of it are to run.</param>
/// <param name="Mode">Whether it runs.</param>
internal sealed record SavedJob(string Session, JobConfig Config, IReadOnlyDictionary<string, string> Loaded, int Target, JobMode Mode)
{
    /// <summary>Whether its configuration is another than its processes were started with.</summary>
    public bool IsRevised { get; private init; }

    /// <summary>The job's full name.</summary>
    public JobName Name => new(Session, Config.Name);

    /// <summary>The job as somebody else wants it, who may name the same configuration, another, or none. Another number of processes replaces what it was scaled to; one that was given up may have been mended.</summary>
    public SavedJob? Revised(Func<string, JobConfig, JobConfig?> revise) => revise(Name.ToString(), Config) switch
    {
        null => null,
        var same when ReferenceEquals(same, Config) => this,
        var other => this with
        {
            Config = other,
            Target = other.Processes == Config.Processes || Mode == JobMode.Stopped ? Target : other.Processes,
            Mode = Mode == JobMode.GaveUp ? JobMode.Started : Mode,
            IsRevised = true,
        },
    };
}
