namespace CC.Server.Components;

/// <summary>What becomes of a daemon at present.</summary>
internal enum DaemonState
{
    /// <summary>It does not run, and nobody has asked for it, perhaps not yet again.</summary>
    Ended,

    /// <summary>It is to run, and has to wait first.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has failed too often, and is not started.</summary>
    Quarantined,
}
