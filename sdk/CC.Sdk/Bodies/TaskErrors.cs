namespace CC.Sdk.Bodies;

/// <summary>The codes of <see cref="TaskError.Code"/>.</summary>
public static class TaskErrors
{
    /// <summary>No runner has registered under the host's name. The task has not been handed to anybody.</summary>
    public const string NoRoute = "no-route";

    /// <summary>The host's runner is silent, or its connection has gone. What was handed to it before may have been done, or not.</summary>
    public const string RunnerGone = "runner-gone";

    /// <summary>The request lacks the task's id, or a field, or can't be read.</summary>
    public const string BadRequest = "bad-request";

    /// <summary>As many tasks are under way as the router remembers.</summary>
    public const string TooManyTasks = "too-many-tasks";

    /// <summary>As much waits for the host's connection as may. The message has not been handed on; send it again.</summary>
    public const string Busy = "busy";

    /// <summary>The host's runner is one that can't be asked, such as CC 0.8.7's.</summary>
    public const string NotSupported = "not-supported";

    /// <summary>Nothing was heard of the task for so long that the router forgets it; what becomes of it is not told any more.</summary>
    public const string Forgotten = "forgotten";
}
