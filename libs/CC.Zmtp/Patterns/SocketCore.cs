using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CC.Frames;
using CC.Zmtp.Connections;
using CC.Zmtp.Protocol;

namespace CC.Zmtp.Patterns;

/// <summary>What connections, pipes and the pattern of one socket share: options, counters, events, and the way to the application.</summary>
internal sealed class SocketCore
{
    private readonly SocketPattern pattern;
    private readonly Func<Multipart, ValueTask>? handler;
    private readonly Task handling = Task.CompletedTask;
    private readonly ConcurrentDictionary<Connection, bool> ready = new();
    private readonly long[] dropped = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] ended = new long[Enum.GetValues<ZmtpError>().Length];
    private readonly ITimer? watch;
    private TaskCompletionSource? room;
    private int nextIdentity;
    private long receivedBefore;
    private long sentBefore;
    private long connected;
    private long handshakesFailed;
    private long protocolErrors;
    private long refused;

    public SocketCore(SocketType type, ZmtpSocketOptions options, Func<Multipart, ValueTask>? handler)
    {
        if (!Enum.IsDefined(type))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such type of socket.");
        }

        options.Validate();
        Type = type;
        Options = options;
        nextIdentity = type == SocketType.Router ? RandomNumberGenerator.GetInt32(int.MaxValue) : 0; // Nobody else gives names, and its first use costs 10 ms.
        Budget = new UnfinishedBudget(options.EffectiveUnfinishedBudget);
        pattern = SocketPattern.For(this);
        if (options.ProgressTimeout != Timeout.InfiniteTimeSpan)
        {
            watch = options.Time.CreateTimer(_ => CheckProgress(), null, options.ProgressTimeout, options.ProgressTimeout);
        }

        if (handler is not null && pattern.TakesTurns)
        {
            handling = Task.Run(new HandlerLoop(this, handler).RunAsync);
        }
        else
        {
            this.handler = handler;
        }
    }

    public SocketType Type { get; }

    public ZmtpSocketOptions Options { get; }

    public SocketPattern Pattern => pattern;

    /// <summary>What large messages on their way in may take.</summary>
    public UnfinishedBudget Budget { get; }

    /// <summary>Why an endpoint was given up, the last time that one was.</summary>
    public ZmtpException? GivenUp { get; set; }

    /// <summary>What waits for <see cref="ZmtpSocket.ReceiveAsync"/>.</summary>
    public FairQueue Inbox { get; } = new();

    /// <summary>Connections that are ready, or on their way to an end in order.</summary>
    public ICollection<Connection> Connections => ready.Keys;

    /// <summary>A pipe with a generated identity of five octets, the first zero, as libzmq makes them (RFC 28, "The ROUTER Socket Type").</summary>
    public Pipe NewPipe()
    {
        var identity = new byte[5];
        BitConverter.TryWriteBytes(identity.AsSpan(1), Interlocked.Increment(ref nextIdentity));
        return new Pipe(Options.SendHighWaterMark, new PeerQueue(Options.ReceiveHighWaterMark, Options.ReceiveHighWaterOctets), identity);
    }

    /// <summary>Whether the socket is being disposed, or was.</summary>
    public bool IsClosed => Inbox.IsClosed;

    /// <summary>Ends receiving, and waiting to send.</summary>
    public void Close()
    {
        watch?.Dispose();
        Inbox.Close();
        pattern.NotTaken();
        RoomMade();
    }

    /// <summary>Counts, once the connections have ended, what nobody has taken.</summary>
    public void CountNotTaken() => Dropped(DropReason.NotTaken, Inbox.Clear(), "", "");

    private void CheckProgress()
    {
        foreach (var connection in ready.Keys)
        {
            connection.CheckProgress();
        }
    }

    /// <summary>Completes when no handler runs any more, once the connections have ended.</summary>
    public Task WhenHandledAsync() => handling;

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

    public void Close(Pipe pipe, bool withPipe, Connection connection, string endpoint)
    {
        pattern.Closed(pipe);
        if (withPipe)
        {
            pattern.Removed(pipe);
            Dropped(DropReason.ConnectionLost, pipe.Outbox.Close(), endpoint, connection.Peer);
        }

        ready.TryRemove(connection, out _);
        Interlocked.Add(ref receivedBefore, connection.MessagesReceived);
        Interlocked.Add(ref sentBefore, connection.Writer.MessagesWritten);
        RoomMade(); // Whoever waits for this peer need not any more.
    }

    public async Task ClearAsync(Pipe pipe, Task hurry)
    {
        try
        {
            await pattern.ClearAsync(pipe, hurry).ConfigureAwait(false);
        }
        catch (ZmtpException failure) when (failure.Error == ZmtpError.HandlerFailed)
        {
            // It would close the connection, which has ended already.
        }
    }

    public void Ended(ZmtpError why) => Interlocked.Increment(ref ended[(int)why]);

    public static ZmtpException HandlerFailed(Exception failure) =>
        new(ZmtpError.HandlerFailed, $"The handler of received messages failed: {failure.Message}", failure);

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
    public ValueTask Announce(Pipe pipe, in Multipart message) =>
        handler is null ? Inbox.AddAsync(pipe, message) : Handle(message);

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

    /// <summary>Tells the application. What its callback throws must not leave a connection half open, or a disposal waiting.</summary>
    public void Raise(ZmtpEvent what)
    {
        try
        {
            Options.OnEvent?.Invoke(what);
        }
        catch (Exception)
        {
            // There is nobody else to tell.
        }
    }

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
            Occurred<DropReason>(dropped),
            Occurred<ZmtpError>(ended));
    }

    private static Dictionary<T, long> Occurred<T>(long[] counts)
        where T : struct, Enum =>
        Enum.GetValues<T>().Zip(counts).Where(pair => pair.Second > 0).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>A handler that fails because the socket is being disposed must not cut off what is still to be sent.</summary>
    private ValueTask Handle(in Multipart message)
    {
        ValueTask handling;
        try
        {
            handling = handler!(message);
        }
        catch (Exception failure)
        {
            return IsClosed ? default : throw HandlerFailed(failure);
        }

        return handling.IsCompletedSuccessfully ? default : WatchAsync(handling);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WatchAsync(ValueTask handling)
    {
        try
        {
            await handling.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (!IsClosed)
            {
                throw HandlerFailed(failure);
            }
        }
    }
}
