namespace CC.Sdk;

/// <summary>
/// A task has not done what it was for. A task throws it to fail with nothing but a sentence; and it is what <see cref="IComponents.RunTaskAsync"/> makes of whatever else a task
/// throws, so that nothing of a plugin gets to others.
/// </summary>
/// <param name="message">What went wrong, for who has asked for the task.</param>
public sealed class TaskFailedException(string message) : Exception(message)
{
    /// <summary>Whether the task did not come to an end of its own: the process that it ran in was killed, or has crashed.</summary>
    public bool HasVanished { get; init; }
}
