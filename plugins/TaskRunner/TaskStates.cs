using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRunner;

/// <summary>The life of a task as a table: from each state, what can happen, and where that leads.</summary>
internal static class TaskStates
{
    private static readonly Dictionary<(TaskState From, TaskTurn Turn), TaskState> Table = new()
    {
        [(TaskState.Waiting, TaskTurn.Launch)] = TaskState.Running,
        [(TaskState.Waiting, TaskTurn.End)] = TaskState.Stopped,
        [(TaskState.Waiting, TaskTurn.Lost)] = TaskState.Stopped,

        [(TaskState.Running, TaskTurn.End)] = TaskState.Ending,
        [(TaskState.Running, TaskTurn.Returned)] = TaskState.Finished,
        [(TaskState.Running, TaskTurn.Refused)] = TaskState.Failed,
        [(TaskState.Running, TaskTurn.Failed)] = TaskState.Failed,
        [(TaskState.Running, TaskTurn.Vanished)] = TaskState.Stopped,
        [(TaskState.Running, TaskTurn.Cancelled)] = TaskState.Stopped,
        [(TaskState.Running, TaskTurn.Lost)] = TaskState.Stopped,

        // What was told to end may come to its own end first; but that it fails then is no wonder.
        [(TaskState.Ending, TaskTurn.End)] = TaskState.Ending,
        [(TaskState.Ending, TaskTurn.Returned)] = TaskState.Finished,
        [(TaskState.Ending, TaskTurn.Refused)] = TaskState.Failed,
        [(TaskState.Ending, TaskTurn.Failed)] = TaskState.Stopped,
        [(TaskState.Ending, TaskTurn.Vanished)] = TaskState.Stopped,
        [(TaskState.Ending, TaskTurn.Cancelled)] = TaskState.Stopped,
        [(TaskState.Ending, TaskTurn.Lost)] = TaskState.Stopped,
    };

    /// <summary>The next state; null if nothing of the kind can happen, or it makes no difference any more.</summary>
    public static TaskState? Next(TaskState from, TaskTurn turn) => Table.TryGetValue((from, turn), out var next) ? next : null;

    public static bool IsFinal(TaskState state) => state >= TaskState.Finished;

    /// <summary>Whether it takes one of the places of those that run at once.</summary>
    public static bool IsUnderWay(TaskState state) => state is TaskState.Running or TaskState.Ending;

    /// <summary>What clients are told of the end.</summary>
    public static string StatusOf(TaskState final) => final switch
    {
        TaskState.Finished => TaskStatuses.Finished,
        TaskState.Failed => TaskStatuses.Failed,
        _ => TaskStatuses.Stopped,
    };
}
