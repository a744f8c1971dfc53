namespace CC.Supervision.Jobs;

/// <summary>When a job's processes end so often that it is better to pause, and in the end to give up.</summary>
public sealed record Flapping
{
    /// <summary>So many ends within <see cref="Window"/> are too many; at least 1. Of one alone it is its own duration that counts.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>The time within which they are too many.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long nothing runs then.</summary>
    public TimeSpan RetryIn { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>How often in a row it is tried again before the job is stopped for good.</summary>
    public int MaxRetry { get; init; } = 5;
}
