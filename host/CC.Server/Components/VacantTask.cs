using CC.Sdk;

namespace CC.Server.Components;

/// <summary>Keeps the place of a task whose plugin was unloaded, until it is there again.</summary>
internal sealed class VacantTask : ITask
{
    public Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken) =>
        throw new TaskRefusedException($"the plugin of {request.Handler} is unloaded; have it loaded again, or send the task later");
}
