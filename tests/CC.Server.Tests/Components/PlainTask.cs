using CC.Sdk;

namespace CC.Server.Tests.Components;

[Task("plain")]
public sealed class PlainTask(PlainOptions options) : ITask
{
    public PlainOptions Options => options;

    public Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken) => Task.CompletedTask;
}
