namespace CC.Supervision.Processes;

/// <summary>What a process may use of something (setrlimit(2)).</summary>
/// <param name="Resource">Its name, as <c>prlimit</c>(1) has it: <c>nofile</c>, <c>as</c>, <c>core</c>, ...</param>
/// <param name="Value">The soft and the hard limit; null for none.</param>
public sealed record ResourceLimit(string Resource, long? Value)
{
    /// <summary>The resources that can be limited.</summary>
    public static IReadOnlyList<string> Resources { get; } =
        ["as", "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"];
}
