namespace CC.Supervision;

/// <summary>How a supervisor is set up.</summary>
public sealed record SupervisorOptions
{
    /// <summary>Its name, by which the next one of the same name finds what a killed one has left behind. One at a time may have it on a machine.</summary>
    public string Name { get; init; } = "supervisor";

    /// <summary>The file that keeps the jobs, how many of each are to run, and which are stopped; null to keep nothing.</summary>
    public string? StateFile { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many octets of each job's last output are kept for subscribers who come late.</summary>
    public int Backlog { get; init; } = 64 * 1024;
}
