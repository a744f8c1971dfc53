namespace CC.Supervision.Streams;

/// <summary>What becomes of output that somebody who listens does not take in time.</summary>
public enum FloodPolicy
{
    /// <summary>The process waits in its next write until there is room.</summary>
    Slow,

    /// <summary>What there is no room for is dropped for that listener, and counted; the process does not wait.</summary>
    Drop,
}
