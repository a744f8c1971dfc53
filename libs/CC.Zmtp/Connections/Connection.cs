using System.Net.Sockets;
using CC.Zmtp.Patterns;
using CC.Zmtp.Protocol;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Connections;

/// <summary>
/// One connection from handshake to end. Its read loop runs the pattern, and with it the application's handler, for each
/// message as it is decoded; waiting there is what slows a peer down that sends faster than it is served.
/// </summary>
internal sealed class Connection
{
    /// <summary>Reads that found data waiting, after which the loop lets other work of the thread pool come first.</summary>
    private const int ReadsInARow = 16;

    private readonly SocketCore core;
    private readonly string endpoint;
    private readonly MessageDecoder decoder;
    private ByteStream stream;
    private Pipe? pipe;
    private Heartbeat? heartbeat;
    private ZmtpException? end;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool ready;
    private volatile bool discarding;
    private long received;

    public Connection(SocketCore core, ByteStream stream, string endpoint)
    {
        this.core = core;
        this.stream = stream;
        this.endpoint = endpoint;
        decoder = new MessageDecoder(core.Options.MaxMessageSize, core.Options.MaxFrames);
    }

    public string Peer => stream.Peer;

    public Version Version { get; private set; } = new(1, 0);

    /// <summary>Writes to this connection; set once it is ready.</summary>
    public ConnectionWriter Writer { get; private set; } = null!;

    public long MessagesReceived => Volatile.Read(ref received);

    /// <summary>Why the connection ended, if not in order.</summary>
    public ZmtpException? End => end;

    /// <summary>Runs the connection to its end, for a pipe that outlives it, or for one of its own. Never throws; tells whether it ever was ready.</summary>
    public async Task<bool> RunAsync(Pipe? ofEndpoint)
    {
        try
        {
            var agreement = await HandshakeAsync().ConfigureAwait(false);
            Open(agreement, ofEndpoint ?? core.NewPipe(), isNew: ofEndpoint is null);
            ready = true;
            await ReadAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref end, Explain(failure), null);
        }

        await CloseAsync(ownsPipe: ofEndpoint is null).ConfigureAwait(false);
        ended.SetResult();
        return ready;
    }

    /// <summary>Ends the connection at once.</summary>
    public void Abort(ZmtpException? why = null)
    {
        if (why is not null)
        {
            Interlocked.CompareExchange(ref end, why, null);
        }

        stream.Dispose();
    }

    /// <summary>
    /// Ends the connection in order: sends what is queued, says that nothing more comes, and goes on reading until the
    /// peer's own end, for as long as the time allows. A connection that is not ready yet ends at once.
    /// </summary>
    public async Task EndAsync(TimeSpan linger)
    {
        discarding = true;
        if (ready)
        {
            using var deadline = new CancellationTokenSource(linger, core.Options.Time);
            await FinishAsync().WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ended.Task.WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Abort();
        await ended.Task.ConfigureAwait(false);
    }

    /// <summary>Tells the peer to send, or no longer to send, what starts with the prefix, the way its version understands.</summary>
    public void SendSubscription(bool subscribe, ReadOnlySpan<byte> prefix)
    {
        if (Version >= new Version(3, 1))
        {
            Writer.Send(Command.Encode(subscribe ? "SUBSCRIBE"u8 : "CANCEL"u8, prefix));
        }
        else if (Version.Major >= 2)
        {
            Writer.Send(SubscriptionMessage.Encode(subscribe, prefix).Body.ToArray());
        }
    }

    private async Task FinishAsync()
    {
        await Writer.WhenIdleAsync().ConfigureAwait(false);
        stream.CloseWrite();
    }

    private async Task<Agreement> HandshakeAsync()
    {
        var own = new HandshakeProperties(core.Type, core.Options.Identity);
        using var limit = core.Options.Time.CreateTimer(
            _ => Abort(new ZmtpException(ZmtpError.HandshakeTimeout, $"The peer was not ready within {core.Options.HandshakeTimeout.TotalSeconds:0.###} s.")),
            null,
            core.Options.HandshakeTimeout,
            Timeout.InfiniteTimeSpan);
        return await new Handshake(stream, decoder, own, core.Options).RunAsync().ConfigureAwait(false);
    }

    private void Open(Agreement agreement, Pipe opened, bool isNew)
    {
        stream = agreement.Stream;
        Version = agreement.Version;
        Writer = new ConnectionWriter(stream, opened.Outbox, core.RoomMade, (failure, lost) =>
        {
            core.Dropped(DropReason.ConnectionLost, lost, endpoint, Peer);
            Abort(Explain(failure));
        });
        pipe = opened;
        opened.Open(this, agreement.Identity);
        core.Open(opened, isNew);
        if (core.Options.HeartbeatInterval > TimeSpan.Zero && Version >= new Version(3, 1))
        {
            StartHeartbeat();
        }

        Writer.Wake();
        core.Ready(this);
        core.Raise(new ZmtpEvent(ZmtpEventKind.Connected, endpoint, Peer));
    }

    private async Task ReadAsync()
    {
        var inARow = 0;
        while (true)
        {
            while (!ProcessReceived(out var accepting))
            {
                await accepting.ConfigureAwait(false);
            }

            var reading = stream.ReadAsync(decoder.GetMemory());
            inARow = reading.IsCompleted ? inARow + 1 : 0;
            var count = await reading.ConfigureAwait(false);
            if (count == 0)
            {
                return;
            }

            decoder.Commit(count);
            heartbeat?.OnTraffic();
            if (inARow >= ReadsInARow)
            {
                inARow = 0;
                await Task.Yield();
            }
        }
    }

    /// <summary>Works through what is received; true when more has to be received, false when <paramref name="accepting"/> has to be awaited first.</summary>
    private bool ProcessReceived(out ValueTask accepting)
    {
        var batch = WriteBatch.Begin();
        try
        {
            while (true)
            {
                switch (decoder.TryRead(out var message, out var command))
                {
                    case Decoded.Incomplete:
                        accepting = default;
                        return true;
                    case Decoded.Command:
                        accepting = OnCommand(Command.Parse(command.Span));
                        break;
                    default:
                        received++;
                        accepting = discarding ? default : core.Deliver(pipe!, message);
                        break;
                }

                if (!accepting.IsCompletedSuccessfully)
                {
                    return false;
                }
            }
        }
        finally
        {
            batch.End();
        }
    }

    private ValueTask OnCommand(Command command)
    {
        if (command.Is("SUBSCRIBE"u8) || command.Is("CANCEL"u8))
        {
            return core.Deliver(pipe!, SubscriptionMessage.Encode(command.Is("SUBSCRIBE"u8), command.Data));
        }

        if (command.Is("PING"u8))
        {
            (heartbeat ?? StartHeartbeat()).OnPing(command.Data);
        }
        else if (command.Is("ERROR"u8))
        {
            throw new ZmtpException(ZmtpError.RefusedByPeer, "The peer reported an error after the handshake.");
        }

        return default;
    }

    private Heartbeat StartHeartbeat() => heartbeat = new Heartbeat(core.Options, Writer.Send, Abort);

    private async Task CloseAsync(bool ownsPipe)
    {
        heartbeat?.Dispose();
        pipe?.Close();
        stream.Dispose();
        if (ready)
        {
            await Writer.CloseAsync().ConfigureAwait(false);
            await core.CloseAsync(pipe!, ownsPipe, this, endpoint).ConfigureAwait(false);
            if (end?.Error is ZmtpError.MalformedFrame or ZmtpError.MalformedCommand or ZmtpError.MessageTooLarge or ZmtpError.TooManyFrames or ZmtpError.TooManySubscriptions)
            {
                core.ProtocolError();
            }

            core.Raise(new ZmtpEvent(ZmtpEventKind.Disconnected, endpoint, Peer, end?.Error, end?.Message ?? ""));
        }
        else
        {
            core.HandshakeFailed(new ZmtpEvent(ZmtpEventKind.HandshakeFailed, endpoint, Peer, end?.Error, end?.Message ?? ""));
        }
    }

    /// <summary>What an exception of the read loop or the writer says about the connection.</summary>
    private static ZmtpException Explain(Exception failure) => failure switch
    {
        ZmtpException known => known,
        SocketException or IOException or ObjectDisposedException => new ZmtpException(ZmtpError.ConnectionLost, failure.Message, failure),
        _ => new ZmtpException(ZmtpError.ConnectionLost, $"The handler of received messages failed: {failure.Message}", failure),
    };
}
