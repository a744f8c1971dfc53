using CC.Sdk;
using CC.Server.Diagnostics;

namespace CC.Server.Routing;

/// <summary>
/// A handler in its place, and the calls under way to it. Each thread notes its calls on a line of its own: first that it enters, then it looks whether the
/// occupant is closed. Who closes it has all processors see that before adding up the lines, so either the thread sees it, or it is seen. The fence that
/// would else stand in every call is paid by the one who closes.
/// </summary>
internal sealed class Occupant
{
    private readonly PerThread<ThreadCalls> calls = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource abandoned = new();
    private TaskCompletionSource? absence;
    private volatile bool closed;
    private int sick;

    /// <param name="handler">The handler.</param>
    /// <param name="mayBegin">Completes when the one that it follows has gone, for a handler that must not run beside it.</param>
    /// <param name="limits">What may go wrong with it.</param>
    /// <param name="time">The clock.</param>
    public Occupant(IHandler handler, Task mayBegin, HealthLimits limits, TimeProvider time)
    {
        Handler = handler;
        IsStandIn = handler is IStandIn;
        MayBegin = mayBegin;
        Health = new Health(limits, time, calls);
        Stopping = stopping.Token;
    }

    public IHandler Handler { get; }

    /// <summary>Whether the handler only stands in for one that is not there.</summary>
    public bool IsStandIn { get; }

    public Task MayBegin { get; }

    /// <summary>For one that stands in for a handler that is to return: what comes waits until then. Otherwise null.</summary>
    public Task? Return => absence?.Task;

    /// <summary>Where the calling thread notes its calls; not to be kept across an await.</summary>
    public ThreadCalls OwnCalls => calls.Own;

    /// <summary>What its calls were like.</summary>
    public Health Health { get; }

    /// <summary>Told to the handler: cancelled when it has to give up what it is about.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Cancelled when nobody waits any longer for a handler that does not give up.</summary>
    public CancellationToken Abandoned => abandoned.Token;

    /// <summary>Completes when the handler has ended, and whoever follows may begin.</summary>
    public Task Gone => gone.Task;

    /// <summary>A stand-in that nothing is given to: what comes waits.</summary>
    public static Occupant Absent(IHandler standIn, TimeProvider time) => new(standIn, Task.CompletedTask, HealthLimits.None, time)
    {
        absence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
    };

    /// <summary>Lets those go on who wait for a return.</summary>
    public void EndAbsence() => absence?.TrySetResult();

    /// <summary>Calls the handler's code; what it throws is in what is returned.</summary>
    public ValueTask Call(in Message message)
    {
        try
        {
            return Handler.HandleAsync(message, Stopping);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    /// <summary>Notes that it should not go on; true for the first who does.</summary>
    public bool BecomesSick() => Interlocked.Exchange(ref sick, 1) == 0;

    /// <summary>Begins a call, and returns where the thread notes it; null if no more calls may begin.</summary>
    public ThreadCalls? TryEnter()
    {
        var own = calls.Own;
        own.Enter();
        if (!closed)
        {
            return own;
        }

        Leave(own);
        return null;
    }

    /// <summary>Ends a call.</summary>
    public void Leave() => Leave(calls.Own);

    /// <summary>Ends a call on the thread that it began on.</summary>
    public void Leave(ThreadCalls own)
    {
        own.Leave();
        if (closed)
        {
            Interlocked.MemoryBarrier(); // Of two who leave at once, one at least sees the other.
            EndIfIdle();
        }
    }

    /// <summary>
    /// Lets no more calls begin, and waits for those under way. At the deadline they are cancelled, and some grace later left
    /// behind. False if any was. Once only.
    /// </summary>
    public async Task<bool> FinishAsync(CancellationToken deadline, TimeSpan grace, TimeProvider time)
    {
        closed = true;
        Interlocked.MemoryBarrierProcessWide();
        EndIfIdle();

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

    /// <summary>
    /// A call that has ended has also begun. So if those ended, added up first, are as many as those begun, added up afterwards, there was a moment between
    /// at which none was under way, and as the occupant is closed, none came since.
    /// </summary>
    private void EndIfIdle()
    {
        var left = 0L;
        foreach (var thread in calls.All)
        {
            left += thread?.Left ?? 0;
        }

        foreach (var thread in calls.All)
        {
            left -= thread?.Entered ?? 0;
        }

        if (left == 0)
        {
            idle.TrySetResult();
        }
    }
}
