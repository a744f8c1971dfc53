namespace CC.Server.Components;

/// <summary>A task that runs, and how to have it end.</summary>
internal sealed class TaskRun(TaskModel model) : IDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string why = "";

    public string Section => model.Section.Name;

    /// <summary>What the build that its code is of is used for.</summary>
    public ComponentUses Uses => model.Component.Uses;

    /// <summary>Why it is to end; empty if the node does not want it to.</summary>
    public string Why => why;

    public CancellationToken Ending => ending.Token;

    public Task WhenEnded => ended.Task;

    /// <summary>Has it end; completes when all has been told that listens to it.</summary>
    public Task EndAsync(string because)
    {
        why = because;
        return ended.Task.IsCompleted ? Task.CompletedTask : ending.CancelAsync();
    }

    public void HasEnded() => ended.TrySetResult();

    public void Dispose() => ending.Dispose();
}
