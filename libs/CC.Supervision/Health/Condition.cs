namespace CC.Supervision.Health;

/// <summary>What a job waits for of another before it starts.</summary>
public enum Condition
{
    /// <summary>All that are to run have been started.</summary>
    Started,

    /// <summary>All that are to run are ready; of a job without a readiness probe the same as <see cref="Started"/>.</summary>
    Healthy,

    /// <summary>A process of it has ended, and none is started again.</summary>
    Completed,

    /// <summary>Likewise, and all have ended with 0.</summary>
    CompletedSuccessfully,

    /// <summary>Its readiness probe is a line of its log, and all have written it.</summary>
    LogReady,
}
