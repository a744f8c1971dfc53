using CC.Frames;

namespace CC.Server.Messaging;

/// <summary>
/// Holds back what comes in while the handlers are not there yet, and while the node stops: reading pauses, so that nothing is
/// accepted that could not be handled.
/// </summary>
internal sealed class ReceiveGate(Func<Multipart, ValueTask> receive)
{
    private volatile TaskCompletionSource<bool>? closed = NewClosed();

    /// <summary>Takes a message now, or when the gate opens.</summary>
    public ValueTask ReceiveAsync(Multipart frames) => closed is { } wait ? ReceiveLaterAsync(wait.Task, frames) : receive(frames);

    public void Open()
    {
        var wait = closed;
        closed = null;
        wait?.SetResult(true);
    }

    public void Close() => closed ??= NewClosed();

    /// <summary>Lets go of what is held back, unhandled, so that its connections can end. Only after <see cref="Close"/>.</summary>
    public void Drop() => closed?.TrySetResult(false);

    private async ValueTask ReceiveLaterAsync(Task<bool> opened, Multipart frames)
    {
        if (await opened)
        {
            await receive(frames);
        }
    }

    private static TaskCompletionSource<bool> NewClosed() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
