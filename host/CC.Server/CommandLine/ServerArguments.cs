using CC.Server.Diagnostics;

namespace CC.Server.CommandLine;

/// <summary>What to do.</summary>
internal enum ServerAction
{
    /// <summary>Run a node.</summary>
    Run,

    /// <summary>Print a configuration to start from.</summary>
    PrintSample,

    /// <summary>Say whether the configuration can be used, and run nothing.</summary>
    Check,

    /// <summary>Have the running node read its configuration again.</summary>
    Reload,

    /// <summary>Have the running node stop.</summary>
    Stop,

    /// <summary>The same by the signal that the operating system's tools send.</summary>
    Kill,

    /// <summary>Run one component in a process of its own, as a node has this one do.</summary>
    RunComponent,
}

/// <summary>The command line, understood.</summary>
internal sealed record ServerArguments(
    ServerAction Action,
    string? ConfigurationFile,
    Verbosity Verbosity,
    bool InBackground,
    bool Announce,
    IReadOnlyDictionary<string, string> Overrides);
