using CC.Plugins.TaskRouter;
using CC.Sdk;

namespace CC.Handlers.Tests.TaskRouter;

public sealed class TaskTypeTests
{
    [Theory]
    [InlineData("task.register", TaskTopic.Register, null)]
    [InlineData("task.send.a-1", TaskTopic.Send, "a-1")]
    [InlineData("task.send", TaskTopic.Send, null)]
    [InlineData("task.reply.a.b.c", TaskTopic.Reply, "a")]
    [InlineData("task.status.a", TaskTopic.Status, "a")]
    [InlineData("task.cancel.a", TaskTopic.Cancel, "a")]
    [InlineData("task.list.a", TaskTopic.List, "a")]
    [InlineData("task.history.a", TaskTopic.History, "a")]
    internal void The_second_label_says_what_and_the_third_which(string type, TaskTopic what, string? uid) =>
        Assert.Equal(new TaskType(what, uid), TaskType.Of(type));

    [Theory]
    [InlineData("task")]
    [InlineData("task.")]
    [InlineData("task.Send.a")]
    [InlineData("task.other.a")]
    [InlineData("tasks.send.a")]
    [InlineData("reply")]
    public void All_else_is_not_for_a_task_router(string type) =>
        Assert.Equal(MessageFault.NotForHandler, Assert.Throws<MessageException>(() => TaskType.Of(type)).Fault);
}
