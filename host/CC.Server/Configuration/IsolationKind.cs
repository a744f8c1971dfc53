namespace CC.Server.Configuration;

/// <summary>The value of <c>isolation</c>.</summary>
internal enum IsolationKind
{
    /// <summary>The component runs within the node's process.</summary>
    Host,

    /// <summary>The component runs in a process of its own, and its crash is not the node's.</summary>
    Process,
}
