using CC.Frames;

namespace CC.Server.Messaging;

/// <summary>
/// Holds back what comes in while the handlers are not there yet, and while the node stops: reading pauses, so that nothing is
/// accepted that could not be handled.
/// </summary>
/// <param name="receive">Takes what comes in while the gate is open.</param>
/// <param name="dropped">Told of each message that was held back and then given up.</param>
internal sealed class ReceiveGate(Func<Multipart, ValueTask> receive, Action<Multipart> dropped)
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

    /// <summary>Gives up what is held back, so that its connections can end. Only after <see cref="Close"/>.</summary>
    public void Drop() => closed?.TrySetResult(false);

    private async ValueTask ReceiveLaterAsync(Task<bool> opened, Multipart frames)
    {
        if (await opened)
        {
            await receive(frames);
        }
        else
        {
            dropped(frames);
        }
    }

    private static TaskCompletionSource<bool> NewClosed() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
