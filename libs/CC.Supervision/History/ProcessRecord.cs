namespace CC.Supervision.History;

/// <summary>What is remembered of a process. As JSON it has gaffer's names for what gaffer had.</summary>
/// <param name="Pid">The supervisor's number of it; a supervisor counts from 1 each time that it begins.</param>
/// <param name="OsPid">The system's number of it.</param>
/// <param name="Started">When it was started, or found running: seconds since 1970.</param>
/// <param name="Once">Whether it was committed.</param>
public sealed record ProcessRecord(int Pid, int OsPid, double Started, bool Once)
{
    /// <summary>When it has ended; null while it runs, and if nobody has seen its end.</summary>
    public double? Ended { get; init; }

    /// <summary>For how many seconds it has run.</summary>
    public double? Duration { get; init; }

    /// <summary>What it has returned; 0 if a signal has ended it, -1 if nobody knows.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>The signal that has ended it; 0 if none.</summary>
    public int? TermSignal { get; init; }

    /// <summary>Why: how it has ended by itself, or what it was ended for.</summary>
    public string? Reason { get; init; }

    /// <summary>The last that it has written, on all its streams, oldest first.</summary>
    public IReadOnlyList<string> LastLines { get; init; } = [];
}
