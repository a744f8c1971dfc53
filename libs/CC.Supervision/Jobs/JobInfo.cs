using System.Text.Json.Nodes;

namespace CC.Supervision.Jobs;

/// <summary>A job as it is now. As JSON it has gaffer's names.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Active">Whether at least one process runs.</param>
/// <param name="Running">How many run, committed ones included.</param>
/// <param name="RunningOut">How many committed ones run.</param>
/// <param name="MaxProcesses">How many are to run.</param>
/// <param name="Processes">The supervisor's numbers of those that run, committed ones last.</param>
/// <param name="Config">The settings as they were given.</param>
public sealed record JobInfo(
    string Name,
    bool Active,
    int Running,
    int RunningOut,
    int MaxProcesses,
    IReadOnlyList<int> Processes,
    JsonObject Config)
{
    /// <summary>What the job is doing: <c>running</c>, <c>stopped</c>, <c>paused</c> after flapping, <c>waiting</c> to start again, or <c>finished</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Variables that were given beside the settings; null if none were.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>How often one of its processes has ended without being asked to, and another was due in its place; since the job was loaded, or taken up.</summary>
    public int Restarts { get; init; }
}
