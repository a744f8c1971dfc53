using CC.Sdk;

namespace CC.Server.Isolation;

/// <summary>What a node has learned from what a component's process has written.</summary>
internal sealed class ChildOutput(ComponentOrder order, int process, TimeProvider time)
{
    private readonly TaskCompletionSource tried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ComponentContext Context { get; } = new(order.Section, order.JobName, order.HostName);

    public int Process => process;

    /// <summary>Whether it has reported anything.</summary>
    public bool HasReported { get; set; }

    /// <summary>How much of it may go on to the log.</summary>
    public OutputAllowance Allowance { get; } = new(time);

    /// <summary>What it has said last.</summary>
    public LastWords Words { get; } = new();

    /// <summary>Completes when the component has been tried out, and could be made.</summary>
    public Task WhenTried => tried.Task;

    public void HasTried() => tried.TrySetResult();

    /// <summary>Whom a task's feedback is for; null for other components.</summary>
    public ITaskFeedback? Feedback { get; init; }

    /// <summary>How a task says that it has ended; null as long as it has not.</summary>
    public ComponentReport? TaskEnd { get; set; }
}
