namespace CC.Plugins.TaskRunner;

/// <summary>How far a task is.</summary>
internal enum TaskState
{
    /// <summary>Accepted, and not started yet.</summary>
    Waiting,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Under way, and told to end.</summary>
    Ending,

    /// <summary>It has done what it was for.</summary>
    Finished,

    /// <summary>It has ended without.</summary>
    Failed,

    /// <summary>It was ended, or has vanished, before.</summary>
    Stopped,
}

/// <summary>What can happen to a task.</summary>
internal enum TaskTurn
{
    /// <summary>It is started.</summary>
    Launch,

    /// <summary>It is to end: cancelled, out of time, or because the node stops.</summary>
    End,

    /// <summary>It has returned.</summary>
    Returned,

    /// <summary>It does not do what is asked for.</summary>
    Refused,

    /// <summary>It has failed.</summary>
    Failed,

    /// <summary>Its process has crashed, or was killed.</summary>
    Vanished,

    /// <summary>It has ended because it was to.</summary>
    Cancelled,

    /// <summary>The runner has ended, or gives up waiting for it.</summary>
    Lost,
}
