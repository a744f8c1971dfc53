using System.Threading.Channels;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Tests.Support;

/// <summary>A peer that says what it was told to say, in pieces, and remembers what it heard.</summary>
internal sealed class ScriptedStream : ByteStream
{
    private readonly Channel<byte[]> toRead = Channel.CreateUnbounded<byte[]>();
    private readonly List<byte> written = [];
    private ReadOnlyMemory<byte> rest;

    public override string Peer => "scripted";

    public override bool IsLocal => true;

    /// <summary>What was written so far.</summary>
    public byte[] Written
    {
        get
        {
            lock (written)
            {
                return [.. written];
            }
        }
    }

    /// <summary>The size of each write, in order.</summary>
    public List<int> Writes { get; } = [];

    public bool WriteClosed { get; private set; }

    public bool Disposed { get; private set; }

    /// <summary>What a write waits for, or fails with.</summary>
    public Func<Task>? OnWrite { get; set; }

    public ScriptedStream Says(params ReadOnlySpan<byte> octets)
    {
        toRead.Writer.TryWrite(octets.ToArray());
        return this;
    }

    /// <summary>Says it one octet a read.</summary>
    public ScriptedStream Dribbles(params ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            Says(octet);
        }

        return this;
    }

    public ScriptedStream HangsUp()
    {
        toRead.Writer.TryComplete();
        return this;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (rest.IsEmpty)
        {
            try
            {
                rest = await toRead.Reader.ReadAsync();
            }
            catch (ChannelClosedException)
            {
                ObjectDisposedException.ThrowIf(Disposed, this);
                return 0;
            }
        }

        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> octets)
    {
        if (OnWrite is not null)
        {
            await OnWrite();
        }

        lock (written)
        {
            written.AddRange(octets.Span);
            Writes.Add(octets.Length);
        }
    }

    public override void CloseWrite() => WriteClosed = true;

    public override void Dispose()
    {
        Disposed = true;
        toRead.Writer.TryComplete();
    }
}
