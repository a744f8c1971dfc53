using CC.Zmtp.Transports;

namespace CC.Zmtp.Connections;

/// <summary>
/// Writes what waits for one connection: protocol frames first, those queued and those that <c>nextFrame</c> makes, then the peer's outbox. At most one thread writes at a
/// time; it goes on until nothing is left, so that what is queued meanwhile is written with it. After a failure, which it
/// reports once with the number of messages lost in it, it writes nothing more.
/// </summary>
internal sealed class ConnectionWriter(ByteStream stream, Outbox outbox, Action roomMade, Action<Exception, int> failed, Func<byte[]?>? nextFrame = null) : IThreadPoolWorkItem
{
    private const int Idle = 0;         // nothing to do
    private const int Scheduled = 1;    // someone is going to call Execute
    private const int Running = 2;      // writing
    private const int RunningAgain = 3; // writing, and more was queued since it last looked

    /// <summary>Answers that may wait: a peer that asks for more without reading them goes without.</summary>
    private const int MaxAnswers = 16;

    private readonly Lock gate = new();
    private readonly Lock draining = new();
    private readonly Queue<byte[]> protocolFrames = new();
    private TaskCompletionSource? whenIdle;
    private int state;
    private volatile bool closed;
    private volatile bool transportIsFull;
    private long written;

    /// <summary>Messages handed to the transport.</summary>
    public long MessagesWritten => Volatile.Read(ref written);

    /// <summary>Queues a frame of the protocol itself, ahead of waiting messages.</summary>
    public void Send(byte[] protocolFrame)
    {
        lock (gate)
        {
            protocolFrames.Enqueue(protocolFrame);
        }

        Wake();
    }

    /// <summary>Queues an answer that the peer can do without, such as a PONG, unless it has left many unread.</summary>
    public void Answer(byte[] protocolFrame)
    {
        lock (gate)
        {
            if (protocolFrames.Count >= MaxAnswers)
            {
                return;
            }
        }

        Send(protocolFrame);
    }

    /// <summary>Something was queued: write it soon, together with what comes along until then.</summary>
    public void Wake()
    {
        while (true)
        {
            switch (Volatile.Read(ref state))
            {
                case Idle when Interlocked.CompareExchange(ref state, Scheduled, Idle) == Idle:
                    if (!WriteBatch.TryDefer(this))
                    {
                        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    }

                    return;
                case Running when Interlocked.CompareExchange(ref state, RunningAgain, Running) == Running:
                case Scheduled:
                case RunningAgain:
                    return;
            }
        }
    }

    /// <summary>Writes now, unless someone is writing already or nothing was scheduled.</summary>
    public void Execute()
    {
        if (Interlocked.CompareExchange(ref state, Running, Scheduled) == Scheduled)
        {
            Drain();
        }
    }

    /// <summary>
    /// Writes all that the transport takes at once, or waits for the thread that does so already, which is never long; false when the transport takes nothing more for now.
    /// </summary>
    public bool TryMakeRoom()
    {
        Wake();
        Execute();
        lock (draining)
        {
            return !transportIsFull && !closed;
        }
    }

    /// <summary>Writes nothing more, and returns when nobody is writing.</summary>
    public async Task CloseAsync()
    {
        closed = true;
        await WhenIdleAsync().ConfigureAwait(false);
    }

    /// <summary>Completes when everything queued so far is written.</summary>
    public Task WhenIdleAsync()
    {
        TaskCompletionSource waiter;
        lock (gate)
        {
            waiter = whenIdle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Wake();
        return waiter.Task;
    }

    private void Drain()
    {
        lock (draining) // so that who needs room can wait for whoever makes it
        {
            do
            {
                while (TakeNext(out var frame, out var chunk))
                {
                    var writing = WriteAsync(frame, chunk);
                    if (!writing.IsCompletedSuccessfully)
                    {
                        transportIsFull = true;
                        _ = DrainSlowlyAsync(writing, chunk);
                        return;
                    }

                    Written(chunk);
                }
            }
            while (!TryBecomeIdle());
        }
    }

    /// <summary>The transport is full, or has failed. Never throws; who needs to wait for it waits for idleness.</summary>
    private async Task DrainSlowlyAsync(ValueTask writing, Outbox.Chunk? chunk)
    {
        try
        {
            await writing.ConfigureAwait(false);
            Written(chunk);
        }
        catch (Exception failure)
        {
            closed = true;
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // not on the stack of a sender that holds a lock
            var lost = chunk?.Messages ?? 0;
            if (chunk is not null)
            {
                outbox.Done(chunk);
            }

            failed(failure, lost);
            roomMade();
        }

        transportIsFull = false;
        Drain();
    }

    private bool TakeNext(out byte[]? frame, out Outbox.Chunk? chunk)
    {
        frame = null;
        chunk = null;
        if (closed)
        {
            return false;
        }

        lock (gate)
        {
            if (protocolFrames.TryDequeue(out frame))
            {
                return true;
            }
        }

        frame = nextFrame?.Invoke();
        chunk = frame is null ? outbox.Take() : null;
        return frame is not null || chunk is not null;
    }

    private ValueTask WriteAsync(byte[]? frame, Outbox.Chunk? chunk)
    {
        try
        {
            return frame is not null ? stream.WriteAsync(frame)
                : chunk!.Before.IsEmpty ? stream.WriteAsync(chunk.Octets)
                : WriteBothAsync(chunk);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    private async ValueTask WriteBothAsync(Outbox.Chunk chunk)
    {
        await stream.WriteAsync(chunk.Before).ConfigureAwait(false);
        await stream.WriteAsync(chunk.Octets).ConfigureAwait(false);
    }

    private void Written(Outbox.Chunk? chunk)
    {
        if (chunk is null)
        {
            return;
        }

        Volatile.Write(ref written, written + chunk.Messages);
        outbox.Done(chunk);
        if (outbox.HasRoom)
        {
            roomMade();
        }
    }

    private bool TryBecomeIdle()
    {
        TaskCompletionSource? waiter;
        lock (gate) // with the change of state, or a waiter that came in between would be told of an earlier idleness
        {
            if (Interlocked.CompareExchange(ref state, Idle, Running) != Running)
            {
                Volatile.Write(ref state, Running);
                return false;
            }

            waiter = whenIdle;
            whenIdle = null;
        }

        waiter?.SetResult();
        return true;
    }
}
