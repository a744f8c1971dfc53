using System.Diagnostics;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Routing;

/// <summary>
/// A handler section's place in the routes. It stays when the handler in it is replaced: calls under way finish on the old one,
/// and what waits in the mailbox goes to the new one.
/// </summary>
internal sealed partial class HandlerSlot(string section, Traffic traffic, TimeProvider time, ILogger logger)
{
    /// <summary>How long after being told to give up a handler may take to do so.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly OncePerInterval quiet = new(TimeSpan.FromSeconds(30), time);
    private volatile Occupant? occupant;
    private volatile Mailbox? mailbox;
    private Mailbox? blocked; // The mailbox whose loop is inside of the handler's code,
    private Message blocking; // with this message,
    private Occupant? inside; // of this occupant. Who takes it from here decides how the call ends.

    public string Section => section;

    public IHandler? Handler => occupant?.Handler;

    /// <summary>Gives a message to the handler; completes when the sender may send the next one.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while there was no room; the message is counted as dropped.</exception>
    public ValueTask DeliverAsync(Message message, CancellationToken cancellationToken = default)
    {
        var queue = mailbox;
        return queue is null ? CallAsync(message)
            : queue.TryAdd(message) ? default
            : AddAsync(queue, message, cancellationToken);
    }

    /// <summary>
    /// Puts a handler in place, and returns the occupant before it, to be cleared. Behind a mailbox the new one is not called before the
    /// old one has gone, so that two never work on the same thing.
    /// </summary>
    /// <param name="handler">The handler.</param>
    /// <param name="model">Its mailbox; null for one that is called directly. A slot that has a mailbox keeps one.</param>
    public Occupant? Put(IHandler handler, MailboxModel? model)
    {
        Use(model);
        var before = occupant;
        occupant = new Occupant(handler, mailbox is not null && before is not null ? before.Gone : Task.CompletedTask);
        return before;
    }

    /// <summary>Changes the mailbox. What waits in the one before is handled first, and who waits for room there gets it.</summary>
    public void Use(MailboxModel? model)
    {
        if (model is not null && mailbox?.Model != model)
        {
            var next = new Mailbox(model, traffic, CallAsync);
            var last = mailbox;
            mailbox = next;
            next.Start(after: last?.CloseAsync() ?? Task.CompletedTask);
        }
    }

    /// <summary>Completes when nothing waits in the mailbox, and nothing of it is being handled.</summary>
    public Task WhenIdleAsync() => mailbox?.WhenIdleAsync() ?? Task.CompletedTask;

    /// <summary>
    /// Waits for the calls of an occupant that was replaced. What is not over by the deadline is cancelled, then left behind, and logged. False if
    /// anything was left behind.
    /// </summary>
    public async Task<bool> ClearAsync(Occupant before, CancellationToken deadline)
    {
        var finished = await before.FinishAsync(deadline, Grace, time);
        if (!finished)
        {
            Log.LeftBehind(logger, section);
            LeaveBehind(before);
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
        await emptied.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var last = Interlocked.Exchange(ref occupant, null);
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

    /// <summary>Calls the handler now. Never throws: what goes wrong is counted and logged.</summary>
    private ValueTask CallAsync(Message message) => CallAsync(null, message);

    /// <summary>The same for the loop of a mailbox, or, without one, for whoever delivers.</summary>
    private ValueTask CallAsync(Mailbox? queue, Message message)
    {
        if (Enter() is not { } current)
        {
            traffic.Dropped(DropReasons.Stopped, message.ContentLength);
            return default;
        }

        if (!current.MayBegin.IsCompleted)
        {
            return CallLaterAsync(queue, current, message);
        }

        var started = Stopwatch.GetTimestamp();
        if (!TryBegin(queue, current, message, out var handling))
        {
            return Never();
        }

        if (!handling.IsCompletedSuccessfully)
        {
            return FinishAsync(current, handling, message, started);
        }

        handling.GetAwaiter().GetResult();
        traffic.Handled(message, Outcome.Ok, Stopwatch.GetTimestamp() - started);
        current.Leave();
        return default;
    }

    private async ValueTask CallLaterAsync(Mailbox? queue, Occupant current, Message message)
    {
        await current.MayBegin.WaitAsync(current.Abandoned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!current.MayBegin.IsCompleted)
        {
            traffic.Dropped(DropReasons.Stopped, message.ContentLength);
            current.Leave();
            return;
        }

        var started = Stopwatch.GetTimestamp();
        await (TryBegin(queue, current, message, out var handling) ? FinishAsync(current, handling, message, started) : Never());
    }

    /// <summary>Calls the handler's code, which may keep the thread; false if the handler was left behind meanwhile, and the mailbox has gone on without the call.</summary>
    private bool TryBegin(Mailbox? queue, Occupant current, in Message message, out ValueTask handling)
    {
        if (queue is null)
        {
            handling = Begin(current, message);
            return true;
        }

        (blocked, blocking) = (queue, message);
        Interlocked.Exchange(ref inside, current);
        handling = current.Abandoned.IsCancellationRequested ? ValueTask.FromCanceled(current.Abandoned) : Begin(current, message);
        if (Interlocked.CompareExchange(ref inside, null, current) != current)
        {
            return false;
        }

        blocking = default; // It may be large.
        return true;
    }

    /// <summary>The end of a call that the mailbox has gone on without: its loop is not to be resumed.</summary>
    private static ValueTask Never() => new(new TaskCompletionSource().Task);

    /// <summary>Has the mailbox go on if an occupant that is left behind keeps its loop's thread.</summary>
    private void LeaveBehind(Occupant before)
    {
        if (Interlocked.CompareExchange(ref inside, null, before) == before)
        {
            var (queue, message) = (blocked!, blocking);
            traffic.Handled(message, Outcome.Crashed, 0);
            queue.GoOn();
        }
    }

    private static ValueTask Begin(Occupant current, in Message message)
    {
        try
        {
            return current.Handler.HandleAsync(message, current.Stopping);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    private Occupant? Enter()
    {
        while (true)
        {
            var current = occupant;
            if (current is null || current.TryEnter())
            {
                return current;
            }
        }
    }

    private async ValueTask FinishAsync(Occupant current, ValueTask handling, Message message, long started)
    {
        var outcome = Outcome.Ok;
        try
        {
            await handling.AsTask().WaitAsync(current.Abandoned);
        }
        catch (MessageException invalid)
        {
            outcome = Outcome.Invalid;
            traffic.Fault(invalid.Fault);
            if (quiet.IsTime(invalid.Fault.ToString()))
            {
                Log.Invalid(logger, message.Type, section, invalid.Fault, invalid.Message);
            }
        }
        catch (OperationCanceledException) when (current.Stopping.IsCancellationRequested)
        {
            outcome = Outcome.Crashed;
            if (quiet.IsTime(nameof(Log.Cancelled)))
            {
                Log.Cancelled(logger, message.Type, section);
            }
        }
        catch (Exception failure)
        {
            outcome = Outcome.Crashed;
            if (quiet.IsTime(failure.GetType().Name))
            {
                Log.Crashed(logger, failure, message.Type, section);
            }
        }

        traffic.Handled(message, outcome, Stopwatch.GetTimestamp() - started);
        current.Leave();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "crash while {Section} handled {Type}; more of the kind are only counted for a while")]
        public static partial void Crashed(ILogger logger, Exception failure, string type, string section);

        [LoggerMessage(2, LogLevel.Warning, "{Type} is of no use to {Section}: {Fault}: {Why}; more of the kind are only counted for a while")]
        public static partial void Invalid(ILogger logger, string type, string section, MessageFault fault, string why);

        [LoggerMessage(3, LogLevel.Warning, "{Section} was stopped while it handled {Type}")]
        public static partial void Cancelled(ILogger logger, string type, string section);

        [LoggerMessage(4, LogLevel.Error, "{Section} is still at it, though told to give up, and is left behind")]
        public static partial void LeftBehind(ILogger logger, string section);
    }
}
