namespace CC.Sdk.Testing.Contracts;

/// <summary>A call on a thread of its own: one that blocks for ever keeps nothing else from going on.</summary>
internal sealed class OwnCall
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    private readonly TaskCompletionSource<Task> returned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread thread;

    private OwnCall(Func<Task> call)
    {
        Ended = returned.Task.Unwrap();
        thread = new Thread(() => returned.SetResult(Run(call))) { IsBackground = true, Name = "contract" };
    }

    /// <summary>Has ended when the call has, with all that it has left to be awaited.</summary>
    public Task Ended { get; }

    public static OwnCall Start(Func<Task> call)
    {
        var own = new OwnCall(call);
        own.thread.Start();
        return own;
    }

    /// <summary>Ends when the call has come to wait for something, be it by a task that is still open, or by blocking; or when it has come to its end.</summary>
    public async Task WaitsAsync(TimeSpan patience)
    {
        using var enough = new CancellationTokenSource(patience);
        while (!returned.Task.IsCompleted && !thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) && !enough.IsCancellationRequested)
        {
            await Task.Delay(Pace).ConfigureAwait(false);
        }
    }

    private static Task Run(Func<Task> call)
    {
        try
        {
            return call();
        }
        catch (Exception thrown)
        {
            return Task.FromException(thrown);
        }
    }
}
