using System.IO.Pipelines;

namespace CC.Zmtp.Transports;

/// <summary>One end of a pair of pipes within the process.</summary>
internal sealed class InprocStream(PipeReader input, PipeWriter output, string peer) : ByteStream
{
    private volatile bool disposed;
    private int readerBusy;

    public override string Peer => peer;

    public override bool IsLocal => true;

    public static (InprocStream Ours, InprocStream Theirs) CreatePair(string peer)
    {
        var options = new PipeOptions(useSynchronizationContext: false);
        var there = new Pipe(options);
        var back = new Pipe(options);
        return (new InprocStream(back.Reader, there.Writer, peer), new InprocStream(there.Reader, back.Writer, peer));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(disposed || Interlocked.Exchange(ref readerBusy, 1) == 1, this);
        try
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            ObjectDisposedException.ThrowIf(disposed, this);
            var taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
            var position = 0;
            foreach (var segment in taken)
            {
                segment.CopyTo(buffer[position..]);
                position += segment.Length;
            }

            input.AdvanceTo(taken.End);
            return position;
        }
        finally
        {
            Volatile.Write(ref readerBusy, 0);
            CompleteInputIfDisposed();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> octets)
    {
        try
        {
            var result = await output.WriteAsync(octets).ConfigureAwait(false);
            if (result is { IsCompleted: false, IsCanceled: false })
            {
                return;
            }
        }
        catch (InvalidOperationException) when (disposed)
        {
            // The pipe was completed by Dispose while this call was on its way.
        }

        throw new IOException("The other side has gone.");
    }

    public override void CloseWrite() => output.Complete();

    public override void Dispose()
    {
        disposed = true;
        output.CancelPendingFlush();
        output.Complete();
        input.CancelPendingRead();
        CompleteInputIfDisposed();
    }

    /// <summary>Completing the reader under a pending read would corrupt the pipe, so whoever comes last does it.</summary>
    private void CompleteInputIfDisposed()
    {
        if (disposed && Interlocked.Exchange(ref readerBusy, 1) == 0)
        {
            input.Complete();
        }
    }
}
