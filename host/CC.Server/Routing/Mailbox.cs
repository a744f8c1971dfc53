using System.Threading.Channels;
using CC.Sdk;
using CC.Server.Diagnostics;

namespace CC.Server.Routing;

/// <summary>The queue in front of a serial handler, and the loop that empties it, one message at a time.</summary>
internal sealed class Mailbox
{
    private readonly Channel<Message> messages;
    private readonly Traffic traffic;
    private readonly Func<Mailbox, Message, ValueTask> call;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? idle;
    private int held = 1; // The mailbox before, while it is not empty.
    private int entering;
    private volatile bool closing;

    /// <summary>Makes a mailbox that takes messages at once, and hands them over once it is started.</summary>
    public Mailbox(MailboxModel model, Traffic traffic, Func<Mailbox, Message, ValueTask> call)
    {
        Model = model;
        this.traffic = traffic;
        this.call = call;
        messages = Channel.CreateBounded<Message>(new BoundedChannelOptions(model.Size) { SingleReader = true });
    }

    public MailboxModel Model { get; }

    /// <summary>Messages that wait.</summary>
    public int Count => messages.Reader.Count;

    /// <summary>Begins to hand over messages when another mailbox, whose place this one takes, is empty.</summary>
    public void Start(Task after) => _ = Task.Run(() => RunAsync(after));

    /// <summary>Goes on with the next message without the one under way, whose call blocks the loop. When that call ends at last, it must not return to the loop.</summary>
    public void GoOn()
    {
        Leave();
        _ = Task.Run(EmptyAsync);
    }

    /// <summary>Queues a message if there is room.</summary>
    public bool TryAdd(Message message)
    {
        Interlocked.Increment(ref held);
        if (messages.Writer.TryWrite(message))
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Queues a message when there is room, or drops it, as configured; false if the mailbox takes no more.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the message is not queued.</exception>
    public ValueTask<bool> AddAsync(Message message, CancellationToken cancellationToken)
    {
        if (closing || Model.WhenFull == WhenFull.Wait)
        {
            return WaitAsync(message, cancellationToken);
        }

        traffic.Dropped(DropReasons.MailboxFull, message.ContentLength);
        return new ValueTask<bool>(true);
    }

    /// <summary>Lets in who waits already, takes no more, and returns when all of it is handled.</summary>
    public Task CloseAsync()
    {
        closing = true;
        if (Interlocked.CompareExchange(ref entering, 0, 0) == 0)
        {
            messages.Writer.TryComplete();
        }

        return ended.Task;
    }

    /// <summary>Completes when nothing waits, in the mailbox before neither, and nothing is being handled. One caller at a time.</summary>
    public Task WhenIdleAsync()
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref idle, waiter);
        if (Interlocked.CompareExchange(ref held, 0, 0) == 0)
        {
            waiter.TrySetResult();
        }

        return waiter.Task;
    }

    private async ValueTask<bool> WaitAsync(Message message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref entering);
        Interlocked.Increment(ref held);
        try
        {
            await messages.Writer.WriteAsync(message, cancellationToken);
            return true;
        }
        catch (ChannelClosedException)
        {
            Leave();
            return false;
        }
        catch (OperationCanceledException)
        {
            Leave();
            throw;
        }
        finally
        {
            if (Interlocked.Decrement(ref entering) == 0 && closing)
            {
                messages.Writer.TryComplete();
            }
        }
    }

    private async Task RunAsync(Task after)
    {
        await after;
        Leave();
        await EmptyAsync();
    }

    private async Task EmptyAsync()
    {
        await foreach (var message in messages.Reader.ReadAllAsync())
        {
            await call(this, message);
            Leave();
        }

        ended.SetResult();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref held) == 0)
        {
            Volatile.Read(ref idle)?.TrySetResult();
        }
    }
}
