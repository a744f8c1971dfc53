using System.Text.Json.Serialization;

namespace CC.Supervision.Events;

/// <summary>What is told of an event of the supervisor. As JSON it has the names of gaffer 0.5, and what does not apply is left out.</summary>
/// <param name="Event">The event's full name.</param>
public sealed record SupervisorEvent(string Event)
{
    /// <summary>The job's full name, <c>session.job</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The supervisor's number of the process.</summary>
    public int? Pid { get; init; }

    /// <summary>The system's number of the process.</summary>
    public int? OsPid { get; init; }

    /// <summary>What the process has returned; 0 if a signal has ended it, -1 if nobody knows.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>The signal that has ended it; 0 if none.</summary>
    public int? TermSignal { get; init; }

    /// <summary>Whether the process was committed: started once, beside those that are kept running.</summary>
    public bool? Once { get; init; }

    /// <summary>The signal that was sent.</summary>
    [JsonPropertyName("signum")]
    public int? SignalNumber { get; init; }

    /// <summary>Why something is not as it should be.</summary>
    public string? Reason { get; init; }

    /// <summary>How many seconds pass until it is tried again.</summary>
    public double? RetryIn { get; init; }
}
