namespace CC.Sdk;

/// <summary>A daemon's section, as its manager needs it to start a program, or to tell the daemon of it.</summary>
public sealed record ManagedSection
{
    /// <summary>The section's name, such as <c>d:logtail</c>.</summary>
    public required string Section { get; init; }

    /// <summary>The daemon's name: the node's, and the section behind a dot.</summary>
    public required string JobName { get; init; }

    /// <summary>The full path of the configuration that the section stands in.</summary>
    public required string ConfigurationFile { get; init; }

    /// <summary>How much the node logs: -1 with <c>-q</c>, 0, 1 with <c>-v</c>, 2 with <c>-vv</c>.</summary>
    public int Verbosity { get; init; }

    /// <summary>How long the daemon may take to end when the node stops.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>All values of the section with their keys in lower case: its own, those of [DEFAULT], and those that every daemon's section is given.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();
}
