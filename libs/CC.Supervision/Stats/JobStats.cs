namespace CC.Supervision.Stats;

/// <summary>What the processes of a job use, committed ones included; of a job without any, zero. As JSON it has gaffer's names.</summary>
/// <param name="Name">The job's full name.</param>
/// <param name="Stats">Each process.</param>
/// <param name="Cpu">The sum of percents of one processor.</param>
/// <param name="MaxCpu">The greatest.</param>
/// <param name="MinCpu">The least.</param>
/// <param name="Mem">The sum of percents of the machine's memory.</param>
/// <param name="MaxMem">The greatest.</param>
/// <param name="MinMem">The least.</param>
public sealed record JobStats(
    string Name,
    IReadOnlyList<ProcessStats> Stats,
    double Cpu,
    double MaxCpu,
    double MinCpu,
    double Mem,
    double MaxMem,
    double MinMem)
{
    /// <summary>Octets of output that somebody who listens was not given, since the job was loaded.</summary>
    public long Dropped { get; init; }

    internal static JobStats Of(string name, IReadOnlyList<ProcessStats> stats) => stats.Count == 0 ? new JobStats(name, stats, 0, 0, 0, 0, 0, 0) : new JobStats(
        name,
        stats,
        Math.Round(stats.Sum(one => one.Cpu), 1),
        stats.Max(one => one.Cpu),
        stats.Min(one => one.Cpu),
        Math.Round(stats.Sum(one => one.Mem), 1),
        stats.Max(one => one.Mem),
        stats.Min(one => one.Mem));
}
