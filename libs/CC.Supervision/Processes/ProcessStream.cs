using CC.Supervision.Native;

namespace CC.Supervision.Processes;

/// <summary>Our end of a pipe or socket to a process. Reading is the loop's; writing is anybody's, and keeps the order of calls.</summary>
internal sealed class ProcessStream : IReady
{
    private const int BufferSize = 256 * 1024;

    /// <summary>More than a pipe holds: what is read after that, others have written who do not stop.</summary>
    private const int MaxLeftOver = 2 * 1024 * 1024;

    /// <summary>What may wait for a process that does not read, if it is more than a single write.</summary>
    private const int MaxWaiting = 16 * 1024 * 1024;

    private readonly EventLoop loop;
    private readonly int descriptor;
    private readonly int number;
    private readonly Received? received;
    private readonly Lock gate = new();
    private readonly Queue<WaitingWrite> writes = new();
    private long waitingOctets;
    private long? key;
    private bool isInputEnded;
    private bool isHeld;
    private bool isClosed;

    [ThreadStatic]
    private static byte[]? buffer;

    /// <param name="loop">Who reads, and writes what had to wait.</param>
    /// <param name="descriptor">Our end, which this closes.</param>
    /// <param name="number">The process's end, as the process has it.</param>
    /// <param name="received">Told of what is read; null if the process can only be written to.</param>
    public ProcessStream(EventLoop loop, int descriptor, int number, Received? received)
    {
        (this.loop, this.descriptor, this.number, this.received) = (loop, descriptor, number, received);
        Descriptors.DoNotBlock(descriptor);
        lock (gate) // since it may end before the key is known
        {
            Watch();
        }
    }

    /// <summary>Writes after all that was written before; completes when the process's pipe has it.</summary>
    /// <exception cref="IOException">The process has closed it, has ended, or reads too slowly by far.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> octets)
    {
        lock (gate)
        {
            if (isClosed || isInputEnded)
            {
                return Task.FromException(new IOException(isClosed ? "the process has ended, or has closed its input" : "the process's input was ended before"));
            }

            if (writes.Count == 0 && !TryWrite(ref octets, out var failure))
            {
                return Task.FromException(failure!);
            }

            if (octets.IsEmpty)
            {
                return Task.CompletedTask;
            }

            if (waitingOctets > 0 && waitingOctets + octets.Length > MaxWaiting)
            {
                return Task.FromException(new IOException($"the process does not read: {waitingOctets} octets wait for it already"));
            }

            var write = new WaitingWrite(octets.ToArray());
            writes.Enqueue(write);
            waitingOctets += octets.Length;
            Watch();
            return write.Written.Task;
        }
    }

    /// <summary>Ends the process's input, once what waits is written.</summary>
    public void EndInput()
    {
        lock (gate)
        {
            isInputEnded = true;
            CloseIfDone();
        }
    }

    public void Ready(uint what)
    {
        if (received is not null && (what & ~Epoll.Writable) != 0 && !ReadOnce(out _))
        {
            Close();
            return;
        }

        if (received is null || (what & Epoll.Writable) != 0)
        {
            WriteWaiting();
        }
    }

    /// <summary>The process has ended: reads what it has left in the pipe. On the loop.</summary>
    /// <param name="mayGoOn">Whether others may go on writing, which is read until they have closed it.</param>
    public void Finish(bool mayGoOn)
    {
        for (var left = MaxLeftOver; received is not null && !isClosed && left > 0;)
        {
            if (!ReadOnce(out var count) || count == 0)
            {
                break;
            }

            left -= count;
        }

        if (!mayGoOn || received is null)
        {
            Close();
        }
    }

    /// <summary>False at the end of the stream; a count of zero means that there is nothing now.</summary>
    private bool ReadOnce(out int count)
    {
        buffer ??= GC.AllocateUninitializedArray<byte>(BufferSize);
        count = (int)Descriptors.Read(descriptor, buffer, out var error);
        if (count > 0)
        {
            if (received!(number, buffer.AsSpan(0, count)) is { IsCompleted: false } room)
            {
                HoldUntil(room);
            }

            return true;
        }

        var isEmpty = count < 0 && error == Errno.Again;
        count = 0;
        return isEmpty;
    }

    private void WriteWaiting()
    {
        lock (gate)
        {
            while (!isClosed && writes.TryPeek(out var write))
            {
                var rest = write.Rest;
                if (!TryWrite(ref rest, out var failure))
                {
                    FailWaiting(failure!);
                    break;
                }

                waitingOctets -= write.Rest.Length - rest.Length;
                write.Rest = rest;
                if (!rest.IsEmpty)
                {
                    return;
                }

                writes.Dequeue().Written.TrySetResult();
            }

            Watch();
            CloseIfDone();
        }
    }

    /// <summary>Writes what there is room for; false if nobody will ever read it.</summary>
    private bool TryWrite(ref ReadOnlyMemory<byte> octets, out IOException? failure)
    {
        failure = null;
        while (!octets.IsEmpty)
        {
            var count = Descriptors.Write(descriptor, octets.Span, out var error);
            if (count < 0)
            {
                failure = error == Errno.Again ? null : new IOException("the process has closed its input");
                return error == Errno.Again;
            }

            octets = octets[(int)count..];
        }

        return true;
    }

    /// <summary>Does not read until there is room; the process waits when its pipe is full.</summary>
    private void HoldUntil(Task room)
    {
        Hold(true);
        room.ContinueWith(_ => Hold(false), TaskScheduler.Default);
    }

    private void Hold(bool hold)
    {
        lock (gate)
        {
            isHeld = hold;
            if (!isClosed)
            {
                Watch();
            }
        }
    }

    /// <summary>Watched is only what is waited for: that the other side has gone would be told again and again.</summary>
    private void Watch()
    {
        var wanted = (received is null || isHeld ? 0 : Epoll.Readable) | (writes.Count > 0 ? Epoll.Writable : 0);
        if (wanted == 0)
        {
            Forget();
        }
        else if (key is { } watched)
        {
            loop.WatchFor(descriptor, watched, wanted);
        }
        else
        {
            key = loop.Watch(descriptor, this, wanted);
        }
    }

    private void Forget()
    {
        if (key is { } watched)
        {
            loop.Forget(descriptor, watched);
            key = null;
        }
    }

    private void CloseIfDone()
    {
        if (isInputEnded && writes.Count == 0 && !isClosed)
        {
            if (received is null)
            {
                CloseNow();
            }
            else
            {
                Descriptors.EndWriting(descriptor);
            }
        }
    }

    /// <summary>Closes our end.</summary>
    public void Close()
    {
        lock (gate)
        {
            CloseNow();
        }
    }

    private void CloseNow()
    {
        if (!isClosed)
        {
            isClosed = true;
            Forget();
            Descriptors.Close(descriptor);
            FailWaiting(new IOException("the process has ended, or has closed its input"));
        }
    }

    private void FailWaiting(IOException failure)
    {
        while (writes.TryDequeue(out var write))
        {
            write.Written.TrySetException(failure);
        }

        waitingOctets = 0;
    }

    private sealed class WaitingWrite(ReadOnlyMemory<byte> octets)
    {
        public ReadOnlyMemory<byte> Rest { get; set; } = octets;

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
