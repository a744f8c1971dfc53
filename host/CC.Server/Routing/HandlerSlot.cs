using System.Diagnostics;
using System.Runtime.CompilerServices;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Routing;

/// <summary>
/// A handler section's place in the routes. It stays when the handler in it is replaced: calls under way finish on the old one,
/// and what waits in the mailbox goes to the new one.
/// </summary>
/// <param name="section">The section.</param>
/// <param name="traffic">Where messages are counted.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where what goes wrong is told.</param>
/// <param name="sick">Told why, when so much goes wrong that the handler should not go on; must not block.</param>
internal sealed class HandlerSlot(string section, Traffic traffic, TimeProvider time, ILogger logger, Action<Occupant, string>? sick = null)
{
    /// <summary>How long after being told to give up a handler may take to do so.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CallFailures failures = new(section, traffic, time, logger);
    private readonly LoopCall inside = new();
    private volatile Occupant? occupant;
    private volatile Mailbox? mailbox;

    public string Section => section;

    public IHandler? Handler => occupant?.Handler;

    public Occupant? Occupant => occupant;

    /// <summary>Messages that wait for the handler.</summary>
    public int Waiting => mailbox?.Count ?? 0;

    /// <summary>Gives a message to the handler; completes when the sender may send the next one.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room; the message is counted as dropped.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ValueTask DeliverAsync(in Message message, CancellationToken cancellationToken = default)
    {
        var queue = mailbox;
        return queue is null ? CallAsync(null, message)
            : queue.TryAdd(message) ? default
            : WaitAsync(queue, message, cancellationToken);
    }

    /// <summary>
    /// Puts a handler in place, and returns the occupant before it, to be cleared. Behind a mailbox the new one is not called before the
    /// old one has gone, so that two never work on the same thing.
    /// </summary>
    /// <param name="handler">The handler.</param>
    /// <param name="model">Its mailbox; null for one that is called directly. A slot that has a mailbox keeps one.</param>
    /// <param name="limits">What may go wrong with it.</param>
    public Occupant? Put(IHandler handler, MailboxModel? model, HealthLimits? limits = null)
    {
        Use(model);
        return Occupy(Follow(handler, limits ?? HealthLimits.None));
    }

    /// <summary>Takes the handler out, and returns its occupant, to be cleared. Until another one is put in place, messages are dropped, go to another slot's handler, or wait.</summary>
    public Occupant? TakeOut(HandlerSlot? other, bool waits)
    {
        var standIn = new QuarantinedHandler(traffic, other);
        return Occupy(waits ? Occupant.Absent(standIn, time) : Follow(standIn, HealthLimits.None));
    }

    /// <summary>Looks whether calls under way take too long.</summary>
    public void Look()
    {
        if (occupant is { } current)
        {
            Judge(current, current.Health.Look());
        }
    }

    /// <summary>Changes the mailbox. What waits in the one before is handled first, and who waits for room there gets it.</summary>
    public void Use(MailboxModel? model)
    {
        if (model is not null && mailbox?.Model != model)
        {
            var next = new Mailbox(model, traffic, (queue, message) => CallAsync(queue, message));
            var last = mailbox;
            mailbox = next;
            next.Start(after: last?.CloseAsync() ?? Task.CompletedTask);
        }
    }

    /// <summary>Completes when nothing waits in the mailbox, and nothing of it is being handled; at once while messages wait for a handler that is not there.</summary>
    public Task WhenIdleAsync() => occupant?.Return is null && mailbox is { } queue ? queue.WhenIdleAsync() : Task.CompletedTask;

    /// <summary>
    /// Waits for the calls of an occupant that was replaced. What is not over by the deadline is cancelled, then left behind, and logged. False if
    /// anything was left behind.
    /// </summary>
    public async Task<bool> ClearAsync(Occupant before, CancellationToken deadline)
    {
        var finished = await before.FinishAsync(deadline, Grace, time);
        if (!finished)
        {
            failures.LeftBehind();
            if (inside.LeaveBehind(before) is { } message && !before.IsStandIn)
            {
                traffic.Handled(message, Outcome.Crashed, 0);
            }
        }

        return finished;
    }

    /// <summary>
    /// Takes no more messages, and has the handler finish what waits; what is not over by the deadline is dropped, cancelled, or left
    /// behind. Returns the last occupant, and false if anything was left behind.
    /// </summary>
    public async Task<(Occupant? Last, bool Finished)> CloseAsync(CancellationToken deadline)
    {
        var emptied = mailbox?.CloseAsync() ?? Task.CompletedTask;
        if (occupant?.Return is not null)
        {
            deadline = new CancellationToken(canceled: true); // Nobody is there to empty it.
        }

        await emptied.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var last = Occupy(null);
        var finished = last is null || await ClearAsync(last, deadline);
        await emptied.WaitAsync(Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (last, finished);
    }

    private async ValueTask AddAsync(Mailbox queue, Message message, CancellationToken cancellationToken)
    {
        try
        {
            while (!await queue.AddAsync(message, cancellationToken))
            {
                if (mailbox is not { } next || next == queue)
                {
                    traffic.Dropped(DropReasons.Stopped, message.ContentLength);
                    return;
                }

                queue = next;
            }
        }
        catch (OperationCanceledException)
        {
            traffic.Dropped(DropReasons.Cancelled, message.ContentLength);
            throw;
        }
    }

    /// <summary>Calls the handler now, for the loop of a mailbox, or, without one, for whoever delivers. Never throws: what goes wrong is counted and logged.</summary>
    private ValueTask CallAsync(Mailbox? queue, in Message message)
    {
        if (Enter(out var calls) is not { } current)
        {
            traffic.Dropped(DropReasons.Stopped, message.ContentLength);
            return default;
        }

        if (current.IsStandIn)
        {
            return GiveToStandIn(current, calls!, queue, message);
        }

        if (!current.MayBegin.IsCompleted)
        {
            return WaitAsync(current, queue, message);
        }

        var start = calls!.Begin();
        if (!TryBegin(queue, current, message, out var handling))
        {
            return Never(calls);
        }

        if (!handling.IsCompletedSuccessfully)
        {
            return FinishLaterAsync(current, calls, handling, message, start);
        }

        handling.GetAwaiter().GetResult();
        traffic.Handled(message, Outcome.Ok, calls.End(start, out var isLong));
        if (isLong)
        {
            TookLong(current, calls.Return(start));
        }
        else
        {
            calls.Return();
            current.Health.Succeeded(calls);
        }

        current.Leave(calls);
        return default;
    }

    /// <summary>A stand-in is no handler whose calls count; what waits for one that is to return waits on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask GiveToStandIn(Occupant current, ThreadCalls calls, Mailbox? queue, in Message message)
    {
        if (current.Return is not { } returns)
        {
            return PassAsync(queue, current, message);
        }

        current.Leave(calls);
        return CallAfterAsync(returns, queue, message);
    }

    // These three only keep the state machines' copies of the message out of the stack frame above, which is made for each call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask WaitAsync(Mailbox queue, in Message message, CancellationToken cancellationToken) => AddAsync(queue, message, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask WaitAsync(Occupant current, Mailbox? queue, in Message message) => CallLaterAsync(queue, current, message);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask FinishLaterAsync(Occupant current, ThreadCalls calls, ValueTask handling, in Message message, CallStart start) =>
        FinishAsync(current, handling, message, calls.Return(start));

    private async ValueTask CallAfterAsync(Task returns, Mailbox? queue, Message message)
    {
        await returns;
        await CallAsync(queue, message);
    }

    private async ValueTask PassAsync(Mailbox? queue, Occupant current, Message message)
    {
        if (!await MayBeginAsync(current, message))
        {
            return;
        }

        var calls = current.OwnCalls;
        calls.Begin();
        if (!TryBegin(queue, current, message, out var passing))
        {
            await Never(calls);
        }

        calls.Return();
        if (!passing.IsCompletedSuccessfully)
        {
            await passing.AsTask().WaitAsync(current.Abandoned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Cancelled, it is counted where it was to go.
        }

        current.Leave();
    }

    private async ValueTask CallLaterAsync(Mailbox? queue, Occupant current, Message message)
    {
        if (!await MayBeginAsync(current, message))
        {
            return;
        }

        var calls = current.OwnCalls;
        var start = calls.Begin();
        await (TryBegin(queue, current, message, out var handling) ? FinishAsync(current, handling, message, calls.Return(start)) : Never(calls));
    }

    /// <summary>Waits until an occupant may be called; if it never may, the message is dropped, and the call is over.</summary>
    private async ValueTask<bool> MayBeginAsync(Occupant current, Message message)
    {
        await current.MayBegin.WaitAsync(current.Abandoned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (current.MayBegin.IsCompleted)
        {
            return true;
        }

        traffic.Dropped(DropReasons.Stopped, message.ContentLength);
        current.Leave();
        return false;
    }

    /// <summary>Calls the handler's code, which may keep the thread; false if the handler was left behind meanwhile, and its mailbox has gone on without the call.</summary>
    private bool TryBegin(Mailbox? queue, Occupant current, in Message message, out ValueTask handling)
    {
        if (queue is not null)
        {
            return inside.TryBegin(queue, current, message, out handling);
        }

        handling = current.Call(message);
        return true;
    }

    /// <summary>The end of a call that the mailbox has gone on without: its loop is not to be resumed.</summary>
    private static ValueTask Never(ThreadCalls calls)
    {
        calls.Return();
        return new(new TaskCompletionSource().Task);
    }

    /// <summary>A call that has kept its thread has returned.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TookLong(Occupant current, CallUnderWay call) => Judge(current, current.Health.Ended(call, failure: null, time.GetUtcNow()));

    private Occupant? Enter(out ThreadCalls? calls)
    {
        calls = null;
        var current = occupant;
        while (current is not null && (calls = current.TryEnter()) is null)
        {
            current = occupant;
        }

        return current;
    }

    private async ValueTask FinishAsync(Occupant current, ValueTask handling, Message message, CallUnderWay call)
    {
        var outcome = Outcome.Ok;
        string? failed = null;
        current.Health.Began(call);
        try
        {
            await handling.AsTask().WaitAsync(current.Abandoned);
        }
        catch (Exception failure)
        {
            (outcome, failed) = failures.Note(failure, message, current.Stopping);
        }

        traffic.Handled(message, outcome, Stopwatch.GetTimestamp() - call.Began);
        Judge(current, current.Health.Ended(call, failed, time.GetUtcNow()));
        current.Leave();
    }

    private void Judge(Occupant current, string? tooBad)
    {
        if (tooBad is not null && current.BecomesSick())
        {
            sick?.Invoke(current, tooBad);
        }
    }

    private Occupant Follow(IHandler handler, HealthLimits limits) =>
        new(handler, mailbox is not null && occupant is { } before ? before.Gone : Task.CompletedTask, limits, time);

    /// <summary>Lets another occupant, or none, into the place; who waited for this one's return goes on with that.</summary>
    private Occupant? Occupy(Occupant? next)
    {
        var before = Interlocked.Exchange(ref occupant, next);
        before?.EndAbsence();
        return before;
    }
}
