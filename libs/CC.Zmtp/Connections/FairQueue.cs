using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CC.Frames;

namespace CC.Zmtp.Connections;

/// <summary>
/// Messages received and not yet asked for: a queue for each peer, taken from in turn, so that a busy peer does not
/// shut out a quiet one (RFC 28, 29, 30: "fair-queuing strategy"). Thread-safe.
/// </summary>
internal sealed class FairQueue(int highWaterMark)
{
    private readonly ConditionalWeakTable<Pipe, PeerQueue> queues = [];
    private readonly Channel<PeerQueue> nonEmpty = Channel.CreateUnbounded<PeerQueue>();

    /// <summary>Queues a message; completes when the peer's queue has room for another.</summary>
    public ValueTask AddAsync(Pipe pipe, in Multipart message)
    {
        var queue = queues.GetValue(pipe, static pipe => new PeerQueue(pipe));
        var (wasEmpty, room) = queue.Add(message, highWaterMark);
        if (wasEmpty)
        {
            nonEmpty.Writer.TryWrite(queue);
        }

        return room;
    }

    public bool TryTake(out Pipe pipe, out Multipart message)
    {
        if (nonEmpty.Reader.TryRead(out var queue))
        {
            (pipe, message) = TakeFrom(queue);
            return true;
        }

        (pipe, message) = (null!, default);
        return false;
    }

    /// <exception cref="ChannelClosedException">The queue was closed and is empty.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(Pipe Pipe, Multipart Message)> TakeAsync(CancellationToken cancellationToken) =>
        TakeFrom(await nonEmpty.Reader.ReadAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Ends waiting on both sides.</summary>
    public void Close()
    {
        nonEmpty.Writer.TryComplete();
        foreach (var (_, queue) in queues)
        {
            queue.MakeRoom();
        }
    }

    private (Pipe Pipe, Multipart Message) TakeFrom(PeerQueue queue)
    {
        var (message, hasMore) = queue.Take(highWaterMark);
        if (hasMore)
        {
            nonEmpty.Writer.TryWrite(queue);
        }

        return (queue.Pipe, message);
    }

    private sealed class PeerQueue(Pipe pipe)
    {
        private readonly Queue<Multipart> messages = new();
        private TaskCompletionSource? room;

        public Pipe Pipe => pipe;

        public (bool WasEmpty, ValueTask Room) Add(in Multipart message, int highWaterMark)
        {
            lock (messages)
            {
                messages.Enqueue(message);
                if (highWaterMark == 0 || messages.Count < highWaterMark)
                {
                    return (messages.Count == 1, default);
                }

                room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return (messages.Count == 1, new ValueTask(room.Task));
            }
        }

        public (Multipart Message, bool HasMore) Take(int highWaterMark)
        {
            lock (messages)
            {
                var message = messages.Dequeue();
                if (messages.Count <= highWaterMark / 2)
                {
                    MakeRoom();
                }

                return (message, messages.Count > 0);
            }
        }

        public void MakeRoom()
        {
            lock (messages)
            {
                room?.SetResult();
                room = null;
            }
        }
    }
}
