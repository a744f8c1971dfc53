namespace CC.Sdk;

/// <summary>Does one thing, once, on request. Marked with a <see cref="TaskAttribute"/>; run by a <c>taskrunner</c>.</summary>
/// <remarks>Made anew, with what its constructor asks for, for each request, and disposed when it has ended; several may run at once.</remarks>
public interface ITask
{
    /// <summary>Does what is asked for. Returning is success; what it throws is told to who has asked, as a failure.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="feedback">Tells who has asked how it goes.</param>
    /// <param name="cancellationToken">Cancelled when the task is to end: somebody has cancelled it, its time is over, or the node stops.</param>
    /// <exception cref="TaskRefusedException">The parameters are of no use; nothing was done.</exception>
    /// <exception cref="TaskFailedException">It is not done; the message says why. Any other exception says so too, but counts as a crash, whose stack is logged.</exception>
    Task RunAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken);
}
