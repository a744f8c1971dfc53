namespace CC.Sdk.Bodies;

/// <summary>How far a task is: what <see cref="TaskReply.Status"/> may say.</summary>
public static class TaskStatuses
{
    /// <summary>The router has handed the task to its host.</summary>
    public const string Forwarded = "forwarded";

    /// <summary>The runner has accepted the task, and is about to start it.</summary>
    public const string Starting = "starting";

    /// <summary>The task has started.</summary>
    public const string Launched = "launched";

    /// <summary>The task goes on; said now and then where the runner is told to.</summary>
    public const string Running = "running";

    /// <summary>The task itself has something to tell.</summary>
    public const string Feedback = "feedback";

    /// <summary>The task has ended, and done what it was for. Final.</summary>
    public const string Finished = "finished";

    /// <summary>The task has ended without, or could not be started. Final.</summary>
    public const string Failed = "failed";

    /// <summary>The task was ended, or has vanished, before it was done. Final.</summary>
    public const string Stopped = "stopped";

    /// <summary>The runner knows of no task of that id; answers what was asked about it. CC 0.8.7 has no such status.</summary>
    public const string Unknown = "unknown";

    /// <summary>Answers <see cref="TaskAsk.List"/>. CC 0.8.7 has no such status.</summary>
    public const string List = "list";

    /// <summary>Answers <see cref="TaskAsk.History"/>. CC 0.8.7 has no such status.</summary>
    public const string History = "history";

    /// <summary>Whether nothing more comes of the task after a status.</summary>
    public static bool IsFinal(string status) => status is Finished or Failed or Stopped;
}
