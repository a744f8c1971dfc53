namespace CC.Server.Components;

/// <summary>What the runs of a daemon were like.</summary>
/// <param name="Starts">How many began.</param>
/// <param name="Failures">How many of them failed.</param>
/// <param name="InRow">How many did one after the other, since the daemon was healthy last.</param>
/// <param name="LastError">Why the last one did that has, and when.</param>
internal sealed record DaemonHistory(long Starts = 0, long Failures = 0, int InRow = 0, (string Text, DateTimeOffset Time)? LastError = null)
{
    /// <summary>One more run begins.</summary>
    public DaemonHistory Begin() => this with { Starts = Starts + 1 };

    /// <summary>A run has failed.</summary>
    /// <param name="why">How.</param>
    /// <param name="ranFor">How long it has lasted.</param>
    /// <param name="limits">When it counts as healthy until then.</param>
    /// <param name="now">The present time.</param>
    public DaemonHistory Fail(string why, TimeSpan ranFor, DaemonLimits limits, DateTimeOffset now) =>
        this with { Failures = Failures + 1, InRow = ranFor >= limits.Healthy ? 1 : InRow + 1, LastError = (why, now) };

    /// <summary>What is too bad by now, if anything is.</summary>
    public string? TooBad(DaemonLimits limits) => limits.FailuresInRow > 0 && InRow >= limits.FailuresInRow
        ? $"{InRow} runs in a row have failed, the last one: {LastError?.Text}"
        : null;
}
