namespace CC.Sdk;

/// <summary>Where a component runs.</summary>
/// <param name="Section">The section that configures it, such as <c>d:logtail</c>.</param>
/// <param name="JobName">The name it goes by in logs: the node's, and for a daemon its section behind a dot.</param>
/// <param name="HostName">The machine's name, as messages from here carry it.</param>
public sealed record ComponentContext(string Section, string JobName, string HostName)
{
    /// <summary>The absolute path of the node's pidfile, which only this node has: what a component keeps may be named after it. Empty if the node has none, or the component a process of its own.</summary>
    public string NodePidFile { get; init; } = "";
}
