using CC.Frames;

namespace CC.Zmtp.Connections;

/// <summary>
/// One peer as a socket's pattern sees it: the queue to it, and its name. A pipe of a bound endpoint lives as long as its
/// connection; one of a connected endpoint lives through reconnects, and its queue with it (RFC 28, "The DEALER Socket Type").
/// </summary>
internal sealed class Pipe(int sendHighWaterMark, PeerQueue received, byte[] generatedIdentity)
{
    private readonly byte[] generated = generatedIdentity;
    private readonly Lock gate = new();
    private volatile Connection? connection;
    private volatile Outbox outbox = new(sendHighWaterMark);
    private bool isSealed;

    /// <summary>What waits to be sent to the peer.</summary>
    public Outbox Outbox => outbox;

    /// <summary>What came from the peer and waits for the application.</summary>
    public PeerQueue Received => received;

    /// <summary>The name that a ROUTER knows the peer by: its own choice, or a generated one.</summary>
    public byte[] Identity { get; private set; } = generatedIdentity;

    /// <summary><see cref="Identity"/> as the frame that a ROUTER puts in front of each message.</summary>
    public byte[] AddressFrame { get; private set; } = Multipart.EncodeAddress(generatedIdentity);

    /// <summary>PUB, XPUB: what the peer's subscriptions take; changed by the read loop alone.</summary>
    public long SubscribedOctets { get; set; }

    /// <summary>The connection that is ready now, if there is one.</summary>
    public Connection? Connection => connection;

    /// <summary>
    /// Takes the name that a peer chose. Where messages are addressed, what waits for the peer of another name is none of this
    /// one's: the queue is closed and a new one begun, and the number of messages that were in it is returned. Nobody may be writing.
    /// </summary>
    public int Name(ReadOnlyMemory<byte> chosenIdentity, bool isAddressed)
    {
        var name = chosenIdentity.IsEmpty ? generated : chosenIdentity.ToArray();
        var isAnother = isAddressed && !name.AsSpan().SequenceEqual(Identity);
        Identity = name;
        AddressFrame = Multipart.EncodeAddress(Identity);
        return isAnother ? Replace() : 0;
    }

    public void Open(Connection ready)
    {
        SubscribedOctets = 0;
        connection = ready;
    }

    public void Close() => connection = null;

    /// <summary>Takes nothing more to send. What was taken before is still sent.</summary>
    public void Seal()
    {
        lock (gate)
        {
            isSealed = true;
            outbox.Seal();
        }
    }

    /// <summary>Queues a message; false when the queue is full even after writing what the transport takes at once.</summary>
    public bool TrySend(in Multipart message) => TrySend(outbox, message);

    /// <summary>The same with the queue that was this pipe's when the message's way was decided; false also when it is so no more.</summary>
    public bool TrySend(Outbox queue, in Multipart message)
    {
        var mayWrite = true;
        while (!queue.TryAdd(message))
        {
            if (!mayWrite || queue.IsSealed || connection is not { } full)
            {
                return false;
            }

            mayWrite = full.Writer.TryMakeRoom(); // if not, it may have made some all the same before the transport was full
        }

        connection?.Writer.Wake();
        return true;
    }

    private int Replace()
    {
        var old = outbox;
        lock (gate)
        {
            outbox = new Outbox(sendHighWaterMark);
            if (isSealed)
            {
                outbox.Seal();
            }
        }

        return old.Close();
    }
}
