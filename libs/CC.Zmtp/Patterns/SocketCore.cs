using System.Collections.Concurrent;
using System.Security.Cryptography;
using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>What connections, pipes and the pattern of one socket share: options, counters, events, and the way to the application.</summary>
internal sealed class SocketCore
{
    private readonly SocketPattern pattern;
    private readonly Func<Multipart, ValueTask>? handler;
    private readonly ConcurrentDictionary<Connection, bool> ready = new();
    private readonly long[] dropped = new long[Enum.GetValues<DropReason>().Length];
    private TaskCompletionSource? room;
    private int nextIdentity = RandomNumberGenerator.GetInt32(int.MaxValue);
    private long receivedBefore;
    private long sentBefore;
    private long connected;
    private long handshakesFailed;
    private long protocolErrors;
    private long refused;

    public SocketCore(SocketType type, ZmtpSocketOptions options, Func<Multipart, ValueTask>? handler)
    {
        options.Validate();
        Type = type;
        Options = options;
        Inbox = new FairQueue(options.ReceiveHighWaterMark);
        pattern = SocketPattern.For(this);
        this.handler = handler;
    }

    public SocketType Type { get; }

    public ZmtpSocketOptions Options { get; }

    public SocketPattern Pattern => pattern;

    public FairQueue Inbox { get; }

    /// <summary>Connections that are ready, or on their way to an end in order.</summary>
    public ICollection<Connection> Connections => ready.Keys;

    /// <summary>A pipe with a generated identity of five octets, the first zero, as libzmq makes them (RFC 28, "The ROUTER Socket Type").</summary>
    public Pipe NewPipe()
    {
        var identity = new byte[5];
        BitConverter.TryWriteBytes(identity.AsSpan(1), Interlocked.Increment(ref nextIdentity));
        return new Pipe(Options.SendHighWaterMark, identity);
    }

    /// <exception cref="ZmtpException">The pattern refuses the connection.</exception>
    public void Open(Pipe pipe, bool isNew)
    {
        pattern.Opened(pipe);
        if (isNew)
        {
            pattern.Added(pipe);
            RoomMade();
        }
    }

    public void Ready(Connection connection)
    {
        ready[connection] = true;
        Interlocked.Increment(ref connected);
    }

    public async ValueTask CloseAsync(Pipe pipe, bool withPipe, Connection connection, string endpoint)
    {
        await pattern.ClosedAsync(pipe).ConfigureAwait(false);
        if (withPipe)
        {
            pattern.Removed(pipe);
            Dropped(DropReason.ConnectionLost, pipe.Outbox.Clear(), endpoint, connection.Peer);
        }

        ready.TryRemove(connection, out _);
        Interlocked.Add(ref receivedBefore, connection.MessagesReceived);
        Interlocked.Add(ref sentBefore, connection.Writer.MessagesWritten);
    }

    public void HandshakeFailed(ZmtpEvent failure)
    {
        Interlocked.Increment(ref handshakesFailed);
        Raise(failure);
    }

    public void ProtocolError() => Interlocked.Increment(ref protocolErrors);

    public void Refused(string endpoint, string peer)
    {
        Interlocked.Increment(ref refused);
        Raise(new ZmtpEvent(ZmtpEventKind.HandshakeFailed, endpoint, peer, ZmtpError.TooManyConnections, $"There are {Options.MaxConnections} connections already."));
    }

    /// <summary>Gives a message to the application; completes when the next one may come.</summary>
    public ValueTask Deliver(Pipe pipe, Multipart message) =>
        pattern.Arrived(pipe, ref message) ? Announce(pipe, message) : default;

    /// <summary>Gives the application what the pattern itself has to say.</summary>
    public ValueTask Announce(Pipe pipe, Multipart message) =>
        handler is null ? Inbox.AddAsync(pipe, message) : handler(message);

    /// <summary>Wakes senders that wait for a peer with room.</summary>
    public void RoomMade()
    {
        if (Volatile.Read(ref room) is not null)
        {
            Interlocked.Exchange(ref room, null)?.TrySetResult();
        }
    }

    /// <summary>Completes when a send that found no room may be tried again. Ask first, then try, then wait.</summary>
    public Task WhenRoomMade()
    {
        var current = Volatile.Read(ref room);
        if (current is null)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            current = Interlocked.CompareExchange(ref room, mine, null) ?? mine;
        }

        return current.Task;
    }

    public void Dropped(DropReason reason, Pipe pipe) => Dropped(reason, 1, "", pipe.Connection?.Peer ?? "");

    public void Dropped(DropReason reason, int count, string endpoint, string peer)
    {
        if (count > 0)
        {
            Interlocked.Add(ref dropped[(int)reason], count);
            Raise(new ZmtpEvent(ZmtpEventKind.Dropped, endpoint, peer, Drop: reason, Count: count));
        }
    }

    public void Raise(ZmtpEvent what) => Options.OnEvent?.Invoke(what);

    public ZmtpStatistics Statistics()
    {
        var open = Connections;
        return new ZmtpStatistics(
            Interlocked.Read(ref receivedBefore) + open.Sum(connection => connection.MessagesReceived),
            Interlocked.Read(ref sentBefore) + open.Sum(connection => connection.Writer.MessagesWritten),
            open.Count,
            Interlocked.Read(ref connected),
            Interlocked.Read(ref handshakesFailed),
            Interlocked.Read(ref protocolErrors),
            Interlocked.Read(ref refused),
            Enum.GetValues<DropReason>().Where(reason => dropped[(int)reason] > 0).ToDictionary(reason => reason, reason => Interlocked.Read(ref dropped[(int)reason])));
    }
}
