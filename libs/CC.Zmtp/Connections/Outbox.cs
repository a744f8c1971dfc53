using System.Buffers;
using CC.Frames;

namespace CC.Zmtp.Connections;

/// <summary>
/// What waits to be sent to one peer: messages, encoded, in chunks that are written with one system call each. Small
/// messages are copied together; large ones are kept by reference. It outlives connections, so that
/// a peer's queue survives a reconnect. Thread-safe.
/// </summary>
internal sealed class Outbox(int highWaterMark)
{
    private const int ChunkSize = 64 * 1024;
    private const int LargeMessage = 16 * 1024;

    private readonly Lock gate = new();
    private readonly Queue<Chunk> ready = new();
    private Chunk? filling;
    private Chunk? spare;
    private int waiting;
    private volatile bool isSealed;

    /// <summary>Messages accepted and not yet written.</summary>
    public int Count => Volatile.Read(ref waiting);

    /// <summary>Whether so little waits that senders who found the queue full should try again.</summary>
    public bool HasRoom => highWaterMark == 0 || Count <= highWaterMark / 2;

    /// <summary>Whether it takes nothing more.</summary>
    public bool IsSealed => isSealed;

    /// <summary>Queues a message; false when the queue is full, or sealed.</summary>
    public bool TryAdd(in Multipart message)
    {
        lock (gate)
        {
            if (isSealed || (highWaterMark > 0 && waiting >= highWaterMark))
            {
                return false;
            }

            waiting++;
            if (message.EncodedLength > LargeMessage)
            {
                AddLarge(message);
            }
            else
            {
                AddSmall(message);
            }

            return true;
        }
    }

    /// <summary>Takes the oldest chunk to write it. Give it to <see cref="Done"/> afterwards.</summary>
    public Chunk? Take()
    {
        lock (gate)
        {
            if (ready.TryDequeue(out var next))
            {
                return next;
            }

            next = filling;
            filling = null;
            return next;
        }
    }

    /// <summary>The chunk was written, or is lost.</summary>
    public void Done(Chunk chunk)
    {
        lock (gate)
        {
            waiting -= chunk.Messages;
            chunk.Release();
            spare = chunk;
        }
    }

    /// <summary>Takes nothing more. What was taken before is still given out.</summary>
    public void Seal()
    {
        lock (gate)
        {
            isSealed = true;
        }
    }

    /// <summary>Throws away what waits, takes nothing more, and returns how many messages were lost. Nobody may be writing.</summary>
    public int Close()
    {
        Seal();
        var dropped = 0;
        while (Take() is { } chunk)
        {
            dropped += chunk.Messages;
            Done(chunk);
        }

        return dropped;
    }

    private void AddSmall(in Multipart message)
    {
        if (filling is not null && !filling.Fits(message.EncodedLength))
        {
            ready.Enqueue(filling);
            filling = null;
        }

        filling ??= NewChunk().Rent(ChunkSize);
        filling.Append(message);
    }

    private void AddLarge(in Multipart message)
    {
        if (filling is not null)
        {
            ready.Enqueue(filling);
            filling = null;
        }

        ready.Enqueue(NewChunk().Reference(message));
    }

    /// <summary>The last chunk that was written, once more: a peer that is sent one message at a time needs no other.</summary>
    private Chunk NewChunk()
    {
        var chunk = spare ?? new Chunk();
        spare = null;
        return chunk;
    }

    /// <summary>Whole messages to write at once: a rented buffer of several, or one by reference.</summary>
    internal sealed class Chunk
    {
        private byte[]? rented;
        private int length;
        private ReadOnlyMemory<byte> referenced;

        public int Messages { get; private set; }

        /// <summary>Octets before <see cref="Octets"/>: the address frames of a message kept by reference.</summary>
        public ReadOnlyMemory<byte> Before { get; private set; }

        public ReadOnlyMemory<byte> Octets => rented is null ? referenced : rented.AsMemory(0, length);

        public Chunk Rent(int size)
        {
            rented = ArrayPool<byte>.Shared.Rent(size);
            return this;
        }

        public Chunk Reference(in Multipart message)
        {
            (Before, referenced, Messages) = (message.Envelope.ToArray(), message.Body, 1);
            return this;
        }

        public bool Fits(int size) => rented!.Length - length >= size;

        public void Append(in Multipart message)
        {
            message.CopyTo(rented.AsSpan(length));
            length += message.EncodedLength;
            Messages++;
        }

        public void Release()
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }

            (rented, length, referenced, Before, Messages) = (null, 0, default, default, 0);
        }
    }
}
