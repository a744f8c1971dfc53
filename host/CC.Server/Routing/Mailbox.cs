using System.Threading.Channels;
using CC.Sdk;
using CC.Server.Configuration;
using CC.Server.Diagnostics;

namespace CC.Server.Routing;

/// <summary>The queue in front of a serial handler, and the loop that empties it, one message at a time.</summary>
internal sealed class Mailbox
{
    private readonly Channel<Message> messages;
    private readonly Traffic traffic;
    private readonly WhenFull whenFull;
    private readonly Task loop;

    public Mailbox(int size, WhenFull whenFull, Traffic traffic, Func<Message, ValueTask> call)
    {
        this.traffic = traffic;
        this.whenFull = whenFull;
        messages = Channel.CreateBounded<Message>(new BoundedChannelOptions(size) { SingleReader = true });
        loop = Task.Run(() => RunAsync(call));
    }

    /// <summary>Messages that wait.</summary>
    public int Count => messages.Reader.Count;

    /// <summary>Queues a message; completes when it is queued, or dropped because it can't be.</summary>
    public ValueTask AddAsync(Message message)
    {
        if (messages.Writer.TryWrite(message))
        {
            return default;
        }

        if (whenFull == WhenFull.Drop)
        {
            traffic.Dropped("mailbox-full", message.ContentLength);
            return default;
        }

        return WaitAsync(message);
    }

    /// <summary>Takes no more, and returns when what waits is handled.</summary>
    public Task DrainAsync()
    {
        messages.Writer.TryComplete();
        return loop;
    }

    private async ValueTask WaitAsync(Message message)
    {
        try
        {
            await messages.Writer.WriteAsync(message);
        }
        catch (ChannelClosedException)
        {
            traffic.Dropped("stopped", message.ContentLength);
        }
    }

    private async Task RunAsync(Func<Message, ValueTask> call)
    {
        await foreach (var message in messages.Reader.ReadAllAsync())
        {
            await call(message);
        }
    }
}
