using CC.Frames;

namespace CC.Zmtp.Connections;

/// <summary>
/// One peer as a socket's pattern sees it: the queue to it, and its name. A pipe of a bound endpoint lives as long as its
/// connection; one of a connected endpoint lives through reconnects, and its queue with it (RFC 28, "The DEALER Socket Type").
/// </summary>
internal sealed class Pipe(int sendHighWaterMark, int receiveHighWaterMark, byte[] generatedIdentity)
{
    private readonly byte[] generated = generatedIdentity;
    private volatile Connection? connection;

    /// <summary>What waits to be sent to the peer.</summary>
    public Outbox Outbox { get; } = new(sendHighWaterMark);

    /// <summary>What came from the peer and waits for the application.</summary>
    public PeerQueue Received { get; } = new(receiveHighWaterMark);

    /// <summary>The name that a ROUTER knows the peer by: its own choice, or a generated one.</summary>
    public byte[] Identity { get; private set; } = generatedIdentity;

    /// <summary><see cref="Identity"/> as the frame that a ROUTER puts in front of each message.</summary>
    public byte[] AddressFrame { get; private set; } = Multipart.EncodeAddress(generatedIdentity);

    /// <summary>PUB, XPUB: what the peer's subscriptions take; changed by the read loop alone.</summary>
    public long SubscribedOctets { get; set; }

    /// <summary>The connection that is ready now, if there is one.</summary>
    public Connection? Connection => connection;

    public void Open(Connection ready, ReadOnlyMemory<byte> chosenIdentity)
    {
        Identity = chosenIdentity.IsEmpty ? generated : chosenIdentity.ToArray();
        AddressFrame = Multipart.EncodeAddress(Identity);
        SubscribedOctets = 0;
        connection = ready;
    }

    public void Close() => connection = null;

    /// <summary>Queues a message; false when the queue is full even after writing what can be written at once.</summary>
    public bool TrySend(in Multipart message)
    {
        if (Outbox.TryAdd(message))
        {
            connection?.Writer.Wake();
            return true;
        }

        if (connection is not { } current)
        {
            return false;
        }

        current.Writer.Execute();
        if (!Outbox.TryAdd(message))
        {
            return false;
        }

        current.Writer.Wake();
        return true;
    }
}
