namespace CC.Supervision.Processes;

/// <summary>A process to start, with all that is decided of it: names are looked up, words are split.</summary>
/// <param name="Program">The program: a path, or a name that is looked for in the folders of this process's own <c>PATH</c>.</param>
/// <param name="Arguments">What it is given, without its own name.</param>
public sealed record ProcessOrder(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The whole environment: nothing is inherited.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it is started; null for where this process is.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>As whom it runs; null for whoever this process is.</summary>
    public Identity? Identity { get; init; }

    /// <summary>The rights that files made by it do not get; null for this process's own.</summary>
    public int? Umask { get; init; }

    /// <summary>How much it gives way to others, -20 to 19; null for as much as this process does.</summary>
    public int? Nice { get; init; }

    /// <summary>What it may use, by <c>prlimit</c>(1).</summary>
    public IReadOnlyList<ResourceLimit> Limits { get; init; } = [];

    /// <summary>Whether it can be written to. Otherwise its standard input is empty.</summary>
    public bool HasInput { get; init; }

    /// <summary>What becomes of its standard output and error.</summary>
    public OutputPlan Output { get; init; } = OutputPlan.None;

    /// <summary>How many descriptors, from 3 on, are streams that can be read and written by both.</summary>
    public int CustomStreams { get; init; }

    /// <summary>Descriptors of this process that it inherits, after the custom streams.</summary>
    public IReadOnlyList<int> Inherited { get; init; } = [];

    /// <summary>Whether what it has started, and has left behind in its session, may go on after its end. Otherwise that is killed.</summary>
    public bool MayLeaveOthers { get; init; }
}
