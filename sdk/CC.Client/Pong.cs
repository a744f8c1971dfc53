namespace CC.Client;

/// <summary>What a node's answer to a ping says about the link.</summary>
internal enum Pong
{
    /// <summary>The answer to the last ping.</summary>
    OnTime,

    /// <summary>The answer to an earlier ping, within <see cref="PingMonitor.Limit"/>.</summary>
    Late,

    /// <summary>An answer that took longer than <see cref="PingMonitor.Limit"/>.</summary>
    TooLate,

    /// <summary>The answer to a ping of somebody else.</summary>
    Foreign,
}
