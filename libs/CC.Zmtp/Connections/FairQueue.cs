using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CC.Frames;

namespace CC.Zmtp.Connections;

/// <summary>
/// Messages received and not yet asked for: the peers' queues, taken from in turn, so that a busy peer does not
/// shut out a quiet one (RFC 28, 29, 30: "fair-queuing strategy"). Thread-safe.
/// </summary>
internal sealed class FairQueue
{
    private readonly Channel<Pipe> nonEmpty = Channel.CreateUnbounded<Pipe>();
    private volatile bool closed;

    public bool IsClosed => closed;

    /// <summary>Queues a message; completes when the peer's queue has room for another.</summary>
    public ValueTask AddAsync(Pipe pipe, in Multipart message)
    {
        if (pipe.Received.Add(message, out var room))
        {
            nonEmpty.Writer.TryWrite(pipe);
        }

        return room;
    }

    /// <summary>Queues a message without a thought for room.</summary>
    public void Add(Pipe pipe, in Multipart message)
    {
        if (pipe.Received.Add(message, out _))
        {
            nonEmpty.Writer.TryWrite(pipe);
        }
    }

    public bool TryTake(out Pipe pipe, out Multipart message)
    {
        if (nonEmpty.Reader.TryRead(out pipe!))
        {
            message = TakeFrom(pipe);
            return true;
        }

        message = default;
        return false;
    }

    /// <exception cref="ChannelClosedException">The queue was closed and is empty.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(Pipe Pipe, Multipart Message)> TakeAsync(CancellationToken cancellationToken)
    {
        var pipe = await nonEmpty.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (pipe, TakeFrom(pipe));
    }

    /// <summary>Ends waiting for messages. Who waits for room is released peer by peer, by <see cref="PeerQueue.Release"/>.</summary>
    public void Close()
    {
        closed = true;
        nonEmpty.Writer.TryComplete();
    }

    /// <summary>Throws away what waits in a queue that is closed, and returns how many messages that were.</summary>
    public int Clear()
    {
        var count = 0;
        while (nonEmpty.Reader.TryRead(out var pipe))
        {
            count += pipe.Received.Clear();
        }

        return count;
    }

    private Multipart TakeFrom(Pipe pipe)
    {
        var (message, hasMore) = pipe.Received.Take();
        if (hasMore)
        {
            nonEmpty.Writer.TryWrite(pipe);
        }

        return message;
    }
}
