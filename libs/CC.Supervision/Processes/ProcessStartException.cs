namespace CC.Supervision.Processes;

/// <summary>A process could not be started: what, why, and what to do.</summary>
/// <param name="reason">Which kind of failure it is.</param>
/// <param name="message">The sentence.</param>
public sealed class ProcessStartException(StartFailure reason, string message) : Exception(message)
{
    /// <summary>Which kind of failure it is.</summary>
    public StartFailure Reason { get; } = reason;
}
