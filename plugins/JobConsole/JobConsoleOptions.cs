using CC.Sdk.Options;

namespace CC.Plugins.JobConsole;

/// <summary>A section of the console of jobs.</summary>
public sealed record JobConsoleOptions
{
    /// <summary>The file to write to, which is appended to.</summary>
    [Option(Path = true)]
    public string Output { get; init; } = "/dev/stdout";

    /// <summary>Whether each job has a colour of its own.</summary>
    public bool Colorize { get; init; } = true;

    /// <summary>Whether what processes write is shown.</summary>
    public bool OutputStreams { get; init; } = true;

    /// <summary>Which events of jobs and processes are shown.</summary>
    public IReadOnlyList<string> Actions { get; init; } = ["start", "stop", "spawn", "reap", "exit", "stop_process"];

    /// <summary>Whether the jobs that are there are shown when it begins.</summary>
    public bool ShowJobs { get; init; } = true;
}
