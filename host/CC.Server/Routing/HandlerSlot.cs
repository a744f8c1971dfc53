using System.Diagnostics;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Routing;

/// <summary>
/// A handler section's place in the routes. It stays when the handler behind it is replaced: calls under way finish on
/// the old one, and what waits in the mailbox goes to the new one.
/// </summary>
internal sealed partial class HandlerSlot(string section, Traffic traffic, ILogger logger)
{
    private readonly OncePerInterval quiet = new(TimeSpan.FromSeconds(30), TimeProvider.System);
    private volatile Occupant? occupant;

    public string Section => section;

    public IHandler? Handler => occupant?.Handler;

    /// <summary>Gives a message to the handler; completes when the sender may send the next one.</summary>
    public ValueTask DeliverAsync(Message message) => Mailbox is { } mailbox ? mailbox.AddAsync(message) : CallAsync(message);

    /// <summary>The queue in front of a handler that takes one message at a time; null for one that takes several at once.</summary>
    public Mailbox? Mailbox { get; private set; }

    /// <summary>Puts a handler in place, and returns when the one before it, which is not disposed, has nothing under way any more.</summary>
    public async Task<IHandler?> ReplaceAsync(IHandler? handler, Mailbox? mailbox, CancellationToken cancellationToken)
    {
        var before = occupant;
        Mailbox ??= mailbox;
        occupant = handler is null ? null : new Occupant(handler, cancellationToken);
        if (before is not null)
        {
            await before.WhenIdleAsync();
        }

        return before?.Handler;
    }

    /// <summary>Calls the handler now. Never throws: what goes wrong is counted and logged.</summary>
    public ValueTask CallAsync(Message message)
    {
        var current = Enter();
        if (current is null)
        {
            traffic.Dropped("stopped", message.ContentLength);
            return default;
        }

        var started = Stopwatch.GetTimestamp();
        ValueTask handling;
        try
        {
            handling = current.Handler.HandleAsync(message, current.Stopping);
        }
        catch (Exception failure)
        {
            handling = ValueTask.FromException(failure);
        }

        if (!handling.IsCompletedSuccessfully)
        {
            return FinishAsync(current, handling, message, started);
        }

        traffic.Handled(message, Outcome.Ok, Stopwatch.GetTimestamp() - started);
        current.Leave();
        return default;
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
            await handling;
        }
        catch (MessageException invalid)
        {
            outcome = Outcome.Invalid;
            if (quiet.IsTime(invalid.Fault.ToString()))
            {
                Log.Invalid(logger, message.Type, section, invalid.Fault, invalid.Message);
            }
        }
        catch (OperationCanceledException) when (current.Stopping.IsCancellationRequested)
        {
            outcome = Outcome.Crashed;
            Log.Cancelled(logger, message.Type, section);
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

    /// <summary>A handler and the calls under way to it.</summary>
    private sealed class Occupant(IHandler handler, CancellationToken stopping)
    {
        private const int Closed = int.MinValue / 2;

        private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int calls;

        public IHandler Handler => handler;

        public CancellationToken Stopping => stopping;

        public bool TryEnter()
        {
            if (Interlocked.Increment(ref calls) > 0)
            {
                return true;
            }

            Leave();
            return false;
        }

        public void Leave()
        {
            if (Interlocked.Decrement(ref calls) == Closed)
            {
                idle.TrySetResult();
            }
        }

        public Task WhenIdleAsync()
        {
            if (Interlocked.Add(ref calls, Closed) == Closed)
            {
                idle.TrySetResult();
            }

            return idle.Task;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "crash while {Section} handled {Type}; more of the kind are only counted for a while")]
        public static partial void Crashed(ILogger logger, Exception failure, string type, string section);

        [LoggerMessage(2, LogLevel.Warning, "{Type} is of no use to {Section}: {Fault}: {Why}; more of the kind are only counted for a while")]
        public static partial void Invalid(ILogger logger, string type, string section, MessageFault fault, string why);

        [LoggerMessage(3, LogLevel.Warning, "{Section} was stopped while it handled {Type}")]
        public static partial void Cancelled(ILogger logger, string type, string section);
    }
}
