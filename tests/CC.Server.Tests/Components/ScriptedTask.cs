using System.Collections.Concurrent;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Components;

/// <summary>Does what a test says.</summary>
[Task("scripted", Summary = "does what a test says", Parameters = ["a: one thing"])]
public sealed class ScriptedTask(ILogger<ScriptedTask> logger) : ITask, IDisposable
{
    /// <summary>By the task's id.</summary>
    internal static ConcurrentDictionary<string, Func<ILogger, ITaskFeedback, CancellationToken, Task>> Scripts { get; } = new();

    internal static ConcurrentDictionary<string, int> Disposals { get; } = new();

    private string id = "";

    public Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        id = request.Id;
        return Scripts[id](logger, feedback, cancellationToken);
    }

    public void Dispose() => Disposals.AddOrUpdate(id, 1, (_, count) => count + 1);
}
