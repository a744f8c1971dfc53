namespace CC.Plugins.TaskRouter;

/// <summary>What is to be done with a message for a runner.</summary>
internal enum Verdict
{
    /// <summary>It goes to the runner.</summary>
    Forward,

    /// <summary>The runner can't be asked; its last reply is told once more.</summary>
    AnswerFromBook,

    /// <summary>No runner of that name has registered.</summary>
    NoRoute,

    /// <summary>The runner is gone.</summary>
    RunnerGone,

    /// <summary>The runner can't be asked.</summary>
    NotSupported,

    /// <summary>There is no room to remember it.</summary>
    TooMany,
}
