namespace CC.Plugins.TaskRouter;

/// <summary>What becomes of a silent task.</summary>
internal enum TaskFate
{
    /// <summary>It is remembered.</summary>
    Keep,

    /// <summary>It is remembered, and its runner is asked about it.</summary>
    Probe,

    /// <summary>It is forgotten.</summary>
    Forget,
}
