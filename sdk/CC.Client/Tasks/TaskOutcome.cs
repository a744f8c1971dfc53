namespace CC.Client.Tasks;

/// <summary>What has become of a task, or of the wish for it.</summary>
public enum TaskOutcome
{
    /// <summary>It has done what it was for.</summary>
    Finished,

    /// <summary>It has ended without.</summary>
    Failed,

    /// <summary>It was ended, or has vanished, before it was done.</summary>
    Stopped,

    /// <summary>Nothing was done: the router, the runner, or the task itself, has said no.</summary>
    Refused,

    /// <summary>It was never begun: nobody can route it, since no runner of the host is known, or it is gone.</summary>
    NoRoute,

    /// <summary>Nothing at all was heard of it. It may be done nevertheless, if it was only the answers that were lost.</summary>
    NoAnswer,

    /// <summary>It was accepted, and nobody knows what became of it: its runner has gone, or has forgotten it.</summary>
    Lost,

    /// <summary>What was answered is not signed as it should be, and counts for nothing; whether the task was begun is not known.</summary>
    Untrusted,
}
