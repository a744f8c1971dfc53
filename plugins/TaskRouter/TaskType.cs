using CC.Sdk;

namespace CC.Plugins.TaskRouter;

/// <summary>What a message's type says: <c>task.WHAT</c> or <c>task.WHAT.UID</c>; labels behind that mean nothing.</summary>
/// <param name="What">What it is about.</param>
/// <param name="Uid">The task, or the question; null where the type has no third label.</param>
internal readonly record struct TaskType(TaskTopic What, string? Uid)
{
    /// <exception cref="MessageException">It is about nothing that a task router knows.</exception>
    public static TaskType Of(string type)
    {
        var labels = type.Split('.', 4);
        var what = labels is ["task", var second, ..] ? TopicOf(second) : null;
        return what is { } known
            ? new TaskType(known, labels.ElementAtOrDefault(2))
            : throw new MessageException(MessageFault.NotForHandler, $"a task router takes task.register, .send, .reply, .status, .cancel, .list and .history, and not {type}");
    }

    private static TaskTopic? TopicOf(string label) => label switch
    {
        "register" => TaskTopic.Register,
        "send" => TaskTopic.Send,
        "reply" => TaskTopic.Reply,
        "status" => TaskTopic.Status,
        "cancel" => TaskTopic.Cancel,
        "list" => TaskTopic.List,
        "history" => TaskTopic.History,
        _ => null,
    };
}
