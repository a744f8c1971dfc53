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

    /// <summary>For a peer's own end, when it has been sent all there is and only has to hang up.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(1);

    private readonly SocketCore core;
    private readonly string endpoint;
    private readonly MessageDecoder decoder;
    private readonly Progress progress = new();
    private readonly PendingSubscriptions subscriptions = new();
    private ByteStream stream;
    private Pipe? pipe;
    private Heartbeat? heartbeat;
    private ZmtpException? end;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool ready;
    private volatile bool ending;
    private long received;
    private long commands;
    private int notTaken;

    public Connection(SocketCore core, ByteStream stream, string endpoint)
    {
        this.core = core;
        this.stream = stream;
        this.endpoint = endpoint;
        decoder = new MessageDecoder(core.Options.MaxMessageSize, core.Options.MaxFrames, core.Budget);
    }

    public string Peer => stream.Peer;

    /// <summary>Whether the peer is on this machine.</summary>
    public bool IsLocal => stream.IsLocal;

    public Version Version { get; private set; } = new(1, 0);

    /// <summary>Writes to this connection; set once it is ready.</summary>
    public ConnectionWriter Writer { get; private set; } = null!;

    public long MessagesReceived => Volatile.Read(ref received);

    /// <summary>Why the connection ended, if not in order.</summary>
    public ZmtpException? End => end;

    /// <summary>
    /// Runs the connection to its end, for a pipe that outlives it, or for one of its own, and tells the pipe if it ever was
    /// ready. Never throws.
    /// </summary>
    public async Task<Pipe?> RunAsync(Pipe? ofEndpoint)
    {
        try
        {
            var agreement = await HandshakeAsync().ConfigureAwait(false);
            Open(agreement, ofEndpoint ?? core.NewPipe(), isNew: ofEndpoint is null);
            await AcceptAsync(Resume(pipe!.Received)).ConfigureAwait(false);
            await ReadAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Blame(Explain(failure));
        }

        await CloseAsync(ownsPipe: ofEndpoint is null).ConfigureAwait(false);
        ended.SetResult();
        return ready ? pipe : null;
    }

    /// <summary>Ends the connection at once, with what has not been given to the application yet.</summary>
    public void Abort(ZmtpException? why = null)
    {
        if (why is not null)
        {
            Blame(why);
        }

        StopDelivering();
        stream.Dispose();
    }

    /// <summary>
    /// Ends the connection in order, and its pipe with it: sends what is queued, says that nothing more comes, and goes on reading
    /// until the peer's own end, for as long as the time allows, and a second or half of that at most. A connection that is not ready yet ends at once.
    /// </summary>
    public async Task EndAsync(TimeSpan linger)
    {
        StopDelivering();
        if (ready)
        {
            pipe!.Seal();
            using var deadline = new CancellationTokenSource(linger, core.Options.Time);
            await FinishAsync().WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var farewell = linger == Timeout.InfiniteTimeSpan || linger / 2 > LongestFarewell ? LongestFarewell : linger / 2;
            using var patience = new CancellationTokenSource(farewell, core.Options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, patience.Token);
            await ended.Task.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        stream.CloseWrite();
        Abort();
        await ended.Task.ConfigureAwait(false);
    }

    /// <summary>Ends the connection if its peer makes no end of a message.</summary>
    public void CheckProgress()
    {
        if (progress.Look())
        {
            Abort(new ZmtpException(ZmtpError.MessageStalled, $"The peer has begun a message, and sent less than {Progress.LeastOctets} octets more of it within {core.Options.ProgressTimeout.TotalSeconds:0.###} s."));
        }
    }

    /// <summary>Tells the peer to send, or no longer to send, what starts with the prefix. One of ZMTP 1.0 would not understand.</summary>
    public void SendSubscription(bool subscribe, ReadOnlySpan<byte> prefix)
    {
        if (Version.Major >= 2)
        {
            subscriptions.Add(subscribe, prefix);
            Writer.Wake();
        }
    }

    /// <summary>The next change of subscriptions, the way the peer's version understands.</summary>
    private byte[]? NextSubscription() =>
        !subscriptions.TryTake(out var subscribe, out var prefix) ? null
        : Version >= new Version(3, 1) ? Command.Encode(subscribe ? "SUBSCRIBE"u8 : "CANCEL"u8, prefix)
        : SubscriptionMessage.Encode(subscribe, prefix).Body.ToArray();

    /// <summary>After this nothing is written any more: the answer to a late PING would only provoke a reset, which takes from the peer what it has not read yet.</summary>
    private async Task FinishAsync()
    {
        await Writer.WhenIdleAsync().ConfigureAwait(false);
        await Writer.CloseAsync().ConfigureAwait(false);
        stream.CloseWrite();
    }

    /// <summary>What ends the connection first is why it ended; what follows from ending it ourselves is no reason.</summary>
    private void Blame(ZmtpException why)
    {
        if (!ending)
        {
            Interlocked.CompareExchange(ref end, why, null);
        }
    }

    private void StopDelivering()
    {
        ending = true;
        hurry.TrySetResult();
        pipe?.Received.Release();
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
        core.Dropped(DropReason.ConnectionLost, opened.Name(agreement.Identity, isAddressed: core.Type == SocketType.Router), endpoint, Peer);
        Writer = new ConnectionWriter(stream, opened.Outbox, core.RoomMade, OnWriteFailed, NextSubscription);
        opened.Open(this);
        pipe = opened;
        core.Open(opened, isNew);
        ready = true;
        core.Ready(this);
        if (core.Options.HeartbeatInterval > TimeSpan.Zero && Version >= new Version(3, 1))
        {
            StartHeartbeat();
        }

        Writer.Wake();
        core.Raise(new ZmtpEvent(ZmtpEventKind.Connected, endpoint, Peer));
    }

    /// <summary>The read loop goes on to what the peer had sent before, and to the end that follows.</summary>
    private void OnWriteFailed(Exception failure, int lost)
    {
        Blame(Explain(failure));
        core.Dropped(DropReason.ConnectionLost, lost, endpoint, Peer);
    }

    /// <summary>The messages of an earlier connection may still fill the queue of the same pipe.</summary>
    private ValueTask Resume(PeerQueue queue)
    {
        var room = queue.Reopen();
        if (ending)
        {
            queue.Release();
        }

        return room;
    }

    /// <summary>Waits for the application. Meanwhile nothing is read, so the peer can't be blamed for silence.</summary>
    private async ValueTask AcceptAsync(ValueTask accepting)
    {
        progress.OnPause();
        heartbeat?.Pause();
        await accepting.ConfigureAwait(false);
        heartbeat?.OnTraffic();
    }

    private async Task ReadAsync()
    {
        var inARow = 0;
        while (true)
        {
            while (!ProcessReceived(out var accepting))
            {
                await AcceptAsync(accepting).ConfigureAwait(false);
            }

            progress.OnWait(decoder.HasPart, received + commands);
            var reading = stream.ReadAsync(decoder.GetMemory());
            inARow = reading.IsCompleted ? inARow + 1 : 0;
            var count = await reading.ConfigureAwait(false);
            if (count == 0)
            {
                if (decoder.HasPart)
                {
                    throw new ZmtpException(ZmtpError.ConnectionLost, "The peer closed the connection in the middle of a message.");
                }

                return;
            }

            decoder.Commit(count);
            progress.OnRead(count);
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
                        commands++;
                        accepting = OnCommand(Command.Parse(command.Span));
                        break;
                    default:
                        received++;
                        accepting = IsDelivering ? core.Deliver(pipe!, message) : NotTaken();
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

    private bool IsDelivering => !ending && !core.IsClosed;

    private ValueTask NotTaken()
    {
        notTaken += core.Pattern.CanReceive ? 1 : 0;
        return default;
    }

    private ValueTask OnCommand(Command command)
    {
        if (command.Is("SUBSCRIBE"u8) || command.Is("CANCEL"u8))
        {
            return core.Type is SocketType.Pub or SocketType.XPub
                ? IsDelivering ? core.Deliver(pipe!, SubscriptionMessage.Encode(command.Is("SUBSCRIBE"u8), command.Data)) : default
                : throw new ZmtpException(ZmtpError.MalformedCommand, $"A {core.Type} socket takes no subscriptions.");
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

    private Heartbeat StartHeartbeat() => heartbeat = new Heartbeat(core.Options, Writer.Answer, Abort);

    private async Task CloseAsync(bool ownsPipe)
    {
        heartbeat?.Dispose();
        decoder.Settle();
        pipe?.Close();
        pipe?.Received.Release();
        stream.Dispose();
        if (ready)
        {
            await Writer.CloseAsync().ConfigureAwait(false);
            core.Close(pipe!, ownsPipe, this, endpoint);
            if (end?.Error is ZmtpError.MalformedFrame or ZmtpError.MalformedCommand or ZmtpError.MessageTooLarge or ZmtpError.TooManyFrames or ZmtpError.TooManySubscriptions)
            {
                core.ProtocolError();
            }

            if (end is not null)
            {
                core.Ended(end.Error);
            }

            core.Dropped(DropReason.NotTaken, notTaken, endpoint, Peer);
            core.Raise(new ZmtpEvent(ZmtpEventKind.Disconnected, endpoint, Peer, end?.Error, end?.Message ?? ""));
            await core.ClearAsync(pipe!, hurry.Task).ConfigureAwait(false);
        }
        else
        {
            core.HandshakeFailed(new ZmtpEvent(ZmtpEventKind.HandshakeFailed, endpoint, Peer, end?.Error, end?.Message ?? ""));
        }
    }

    /// <summary>What an exception of the handshake, the read loop or the writer says about the connection.</summary>
    private static ZmtpException Explain(Exception failure) => failure as ZmtpException ?? new ZmtpException(ZmtpError.ConnectionLost, failure.Message, failure);
}
