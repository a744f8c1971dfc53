namespace CC.Supervision.Jobs;

/// <summary>How long to wait before a process is started again that did not last: not at all after the first end, then longer and longer.</summary>
public sealed record Backoff
{
    /// <summary>The wait after the second end in a row; each further one doubles it.</summary>
    public TimeSpan Initial { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A part of the wait, 0 to 1, of which a random share is added, so that many do not come back at once.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>A process that has run this long is healthy: the next end is the first again.</summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait after an end.</summary>
    /// <param name="failures">How many ends came in a row, this one included, of processes that did not last.</param>
    /// <param name="chance">0 to 1.</param>
    public TimeSpan Delay(int failures, double chance)
    {
        if (failures <= 1)
        {
            return TimeSpan.Zero;
        }

        var doubled = Initial.TotalSeconds * Math.Pow(2, Math.Min(failures - 2, 62));
        return TimeSpan.FromSeconds(Math.Min(doubled, Cap.TotalSeconds) * (1 + (Jitter * chance)));
    }
}
