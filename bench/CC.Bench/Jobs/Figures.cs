namespace CC.Bench.Jobs;

/// <summary>What was measured of one supervisor; NaN is what it did not get done in time.</summary>
internal sealed record Figures
{
    /// <summary>Milliseconds from the end of a process to the next, median and longest.</summary>
    public double Crash { get; init; } = double.NaN;

    public double WorstCrash { get; init; } = double.NaN;

    /// <summary>Milliseconds until 100 that were killed at once are back.</summary>
    public double Hundred { get; init; } = double.NaN;

    /// <summary>Milliseconds from the supervisor's own start until 1000 processes run.</summary>
    public double Thousand { get; init; } = double.NaN;

    /// <summary>MB of a process's output that reach its file in a second.</summary>
    public double Capture { get; init; } = double.NaN;

    /// <summary>MB that it takes with no process to look after, and with 100.</summary>
    public double OwnMemory { get; init; } = double.NaN;

    public double Memory { get; init; } = double.NaN;

    /// <summary>Percent of a core with 100 processes that do nothing.</summary>
    public double Idle { get; init; } = double.NaN;
}
