using CC.Frames;

namespace CC.Zmtp.Connections;

/// <summary>
/// Messages received from one peer and not yet asked for; whoever adds to it waits for room above either high-water mark,
/// that of messages or that of octets; 0 is no mark. Thread-safe.
/// </summary>
internal sealed class PeerQueue(int highWaterMark, long octetMark)
{
    private readonly Lock gate = new();
    private readonly Queue<Multipart> messages = new();
    private TaskCompletionSource? roomMade;
    private TaskCompletionSource? drained;
    private TaskCompletionSource? emptied;
    private long octets;
    private bool released;

    /// <summary>Adds a message, and tells whether it is the only one; <paramref name="room"/> completes when another may come.</summary>
    public bool Add(in Multipart message, out ValueTask room)
    {
        lock (gate)
        {
            messages.Enqueue(message);
            octets += message.EncodedLength;
            room = WaitForRoom();
            return messages.Count == 1;
        }
    }

    public (Multipart Message, bool HasMore) Take()
    {
        lock (gate)
        {
            var message = messages.Dequeue();
            octets -= message.EncodedLength;
            Taken();
            return (message, messages.Count > 0);
        }
    }

    /// <summary>Throws away what waits, and returns how many messages that were.</summary>
    public int Clear()
    {
        lock (gate)
        {
            var count = messages.Count(message => !message.IsEmpty);
            messages.Clear();
            octets = 0;
            Taken();
            return count;
        }
    }

    /// <summary>The connection ends: waits for room no longer, now or later, until <see cref="Reopen"/>.</summary>
    public void Release()
    {
        lock (gate)
        {
            released = true;
            Complete(ref roomMade);
        }
    }

    /// <summary>There is a new connection; completes when it may begin to add.</summary>
    public ValueTask Reopen()
    {
        lock (gate)
        {
            released = false;
            return WaitForRoom();
        }
    }

    /// <summary>Completes when there is room, whether or not the connection has ended.</summary>
    public Task WhenRoom()
    {
        lock (gate)
        {
            return HasRoom ? Task.CompletedTask : (drained ??= NewSource()).Task;
        }
    }

    /// <summary>Completes when all messages are taken.</summary>
    public Task WhenEmpty()
    {
        lock (gate)
        {
            return messages.Count == 0 ? Task.CompletedTask : (emptied ??= NewSource()).Task;
        }
    }

    /// <summary>One message is let in however large it is.</summary>
    private bool HasRoom => (highWaterMark == 0 || messages.Count < highWaterMark) && (octetMark == 0 || octets < octetMark);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Complete(ref TaskCompletionSource? source)
    {
        source?.SetResult();
        source = null;
    }

    private void Taken()
    {
        if ((highWaterMark == 0 || messages.Count <= highWaterMark / 2) && (octetMark == 0 || octets <= octetMark / 2))
        {
            Complete(ref roomMade);
            Complete(ref drained);
        }

        if (messages.Count == 0)
        {
            Complete(ref emptied);
        }
    }

    private ValueTask WaitForRoom() => released || HasRoom ? default : new ValueTask((roomMade ??= NewSource()).Task);
}
