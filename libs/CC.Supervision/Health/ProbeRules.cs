namespace CC.Supervision.Health;

/// <summary>How to find out whether a process is ready, or alive.</summary>
/// <param name="Kind">By what means.</param>
/// <param name="Target">The command line, <c>HOST:PORT</c>, URL, or regular expression; of <see cref="ProbeKind.Notify"/> nothing.</param>
public sealed record ProbeRules(ProbeKind Kind, string Target)
{
    /// <summary>How long to wait before the first look.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How long to wait between two looks.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a look may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>So many failures in a row are too many: a process that is not ready by then, or not alive any more, is replaced. Until it has been ready once, 0 is any number.</summary>
    public int Failures { get; init; } = 3;
}
