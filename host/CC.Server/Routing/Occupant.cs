using CC.Sdk;

namespace CC.Server.Routing;

/// <summary>A handler in its place, and the calls under way to it.</summary>
/// <param name="handler">The handler.</param>
/// <param name="mayBegin">Completes when the one that it follows has gone, for a handler that must not run beside it.</param>
internal sealed class Occupant(IHandler handler, Task mayBegin)
{
    private const int Closed = int.MinValue / 2;

    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource abandoned = new();
    private int calls;

    public IHandler Handler => handler;

    public Task MayBegin => mayBegin;

    /// <summary>Told to the handler: cancelled when it has to give up what it is about.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>Cancelled when nobody waits any longer for a handler that does not give up.</summary>
    public CancellationToken Abandoned => abandoned.Token;

    /// <summary>Completes when the handler has ended, and whoever follows may begin.</summary>
    public Task Gone => gone.Task;

    /// <summary>Begins a call; false if no more calls may begin.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref calls) > 0)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Ends a call.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref calls) == Closed)
        {
            idle.TrySetResult();
        }
    }

    /// <summary>
    /// Lets no more calls begin, and waits for those under way. At the deadline they are cancelled, and some grace later left
    /// behind. False if any was. Once only.
    /// </summary>
    public async Task<bool> FinishAsync(CancellationToken deadline, TimeSpan grace, TimeProvider time)
    {
        if (Interlocked.Add(ref calls, Closed) == Closed)
        {
            idle.TrySetResult();
        }

        await idle.Task.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!idle.Task.IsCompleted)
        {
            var cancelling = stopping.CancelAsync(); // What the handler has registered may throw, or take its time.
            await Task.WhenAll(cancelling, idle.Task).WaitAsync(grace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var finished = idle.Task.IsCompleted;
        if (!finished)
        {
            await abandoned.CancelAsync();
        }

        return finished;
    }

    /// <summary>Lets whoever follows begin.</summary>
    public void Go() => gone.TrySetResult();
}
