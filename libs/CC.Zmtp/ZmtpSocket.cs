using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CC.Frames;
using CC.Zmtp.Connections;
using CC.Zmtp.Patterns;

namespace CC.Zmtp;

/// <summary>
/// A ZeroMQ socket: sends and receives multi-part messages with any number of peers, over any number of endpoints, bound or
/// connected, after the pattern of its type (RFC 28, 29, 30), and speaks ZMTP 3.1 to them, or the older version that a
/// peer speaks (RFC 37, 23, 15, 13).
/// </summary>
/// <remarks>
/// All members may be called from any thread at any time. Messages of one sender to one peer keep their order. Connections are
/// made and made again in the background; what happens to them is told by <see cref="ZmtpSocketOptions.OnEvent"/>.
/// </remarks>
public sealed class ZmtpSocket : IAsyncDisposable
{
    private readonly SocketCore core;
    private readonly EndpointSet endpoints;
    private readonly bool hasHandler;
    private readonly Lazy<Task> closing;

    /// <summary>Makes a socket whose messages are asked for with <see cref="ReceiveAsync"/>.</summary>
    public ZmtpSocket(SocketType type, ZmtpSocketOptions? options = null)
        : this(type, options, null)
    {
    }

    /// <summary>Makes a socket that calls <paramref name="handler"/> for each message, where one is given.</summary>
    /// <param name="type">The pattern.</param>
    /// <param name="options">How the socket behaves.</param>
    /// <param name="handler">
    /// Called on the thread that received the message, for each connection in order, for several connections at
    /// once. While what it returns is not complete nothing more is read from that connection; it must not block. Messages sent from
    /// within are written together when all that was received is handled. What it throws closes the connection. REQ and
    /// REP, which take turns, call it for one message at a time; a REP whose handler does not reply goes on to the next request.
    /// It must not wait for the disposal of the socket, which waits for it.
    /// </param>
    public ZmtpSocket(SocketType type, ZmtpSocketOptions? options, Func<Multipart, ValueTask>? handler)
    {
        core = new SocketCore(type, options ?? new ZmtpSocketOptions(), handler);
        endpoints = new EndpointSet(core);
        hasHandler = handler is not null;
        closing = new Lazy<Task>(CloseAsync);
    }

    /// <summary>The pattern.</summary>
    public SocketType Type => core.Type;

    /// <summary>The counters, as they are now.</summary>
    public ZmtpStatistics Statistics => core.Statistics();

    /// <summary>
    /// Listens on <c>tcp://host:port</c> (host: address, interface, name, or <c>*</c>; port: <c>*</c> or 0 for a free one),
    /// <c>ipc://path</c>, <c>ipc://@name</c> or <c>inproc://name</c>, and returns the endpoint with what was left open filled in.
    /// </summary>
    /// <exception cref="ZmtpException">The endpoint is invalid or can't be bound.</exception>
    public async Task<string> BindAsync(string endpoint, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return await endpoints.BindAsync(endpoint, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Connects to an endpoint in the background, again and again for as long as the socket lives, or until the peer refuses this
    /// socket's credentials, which it hears once only (RFC 37, "Error Handling"): then what waited for this endpoint is
    /// dropped, <see cref="ZmtpEventKind.GivenUp"/> tells so, and the endpoint can be connected to anew.
    /// </summary>
    /// <exception cref="ZmtpException">The endpoint is invalid.</exception>
    public void Connect(string endpoint)
    {
        ThrowIfDisposed();
        endpoints.Connect(endpoint);
    }

    /// <summary>Stops listening on an endpoint, as <see cref="BindAsync"/> returned it. Connections made through it stay. False if it is not bound.</summary>
    public Task<bool> UnbindAsync(string endpoint) => endpoints.UnbindAsync(endpoint);

    /// <summary>Ends the connection to an endpoint, as given to <see cref="Connect"/>, after sending what waits for it, within the linger time. False if there is none.</summary>
    public Task<bool> DisconnectAsync(string endpoint) => endpoints.DisconnectAsync(endpoint);

    /// <summary>
    /// Sends a message: completes when it is queued for a peer, and waits while no peer has room, if the pattern waits
    /// (DEALER, PUSH, REQ). ROUTER, REP, PUB and XPUB never wait; what they can't deliver is dropped and counted.
    /// </summary>
    /// <exception cref="ZmtpException">A mandatory ROUTER knows no such peer, or its queue is full; a REQ or REP is out of turn; no endpoint is left, because the credentials were refused.</exception>
    /// <exception cref="InvalidOperationException">The type can't send.</exception>
    public ValueTask SendAsync(Multipart message, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        switch (SendNow(message))
        {
            case SendOutcome.Sent:
                return default;
            case SendOutcome.NoRoom:
                return SendWhenRoomAsync(message, cancellationToken);
            case var failure:
                NotDelivered(failure, message);
                return default;
        }
    }

    /// <summary>
    /// ROUTER: sends a message, and waits while the queue of the peer that it is for is full, for as long as that peer is connected. Of several that wait for one peer at once, any may be
    /// the first.
    /// </summary>
    /// <exception cref="ZmtpException">There is no such peer (<see cref="ZmtpError.HostUnreachable"/>), or its connection has ended meanwhile (<see cref="ZmtpError.ConnectionLost"/>); the message is not sent.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the message is not sent.</exception>
    /// <exception cref="InvalidOperationException">The socket is no ROUTER.</exception>
    public ValueTask SendPatientlyAsync(Multipart message, CancellationToken cancellationToken = default)
    {
        if (Type != SocketType.Router)
        {
            throw new InvalidOperationException($"A {Type} socket does not tell its peers apart; SendAsync waits where its pattern does.");
        }

        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken)
            : SendNow(message) is not SendOutcome.Sent and var outcome ? SendToPeerAsync(message, outcome, cancellationToken)
            : default;
    }

    /// <summary>Sends a message if that needs no waiting; false when it was not taken, or, for the types that never wait, was dropped.</summary>
    /// <inheritdoc cref="SendAsync" path="/exception"/>
    public bool TrySend(Multipart message)
    {
        var outcome = SendNow(message);
        if (outcome is SendOutcome.Unroutable or SendOutcome.QueueFull)
        {
            NotDelivered(outcome, message);
        }

        return outcome == SendOutcome.Sent;
    }

    /// <summary>Takes the next message, and waits for one. Peers are served in turn. Of several receives of a REP at once, each waits until the request before is replied to.</summary>
    /// <exception cref="InvalidOperationException">The type can't receive, or a handler receives.</exception>
    /// <exception cref="ObjectDisposedException">The socket was disposed meanwhile.</exception>
    /// <exception cref="ZmtpException">A REQ or REP is out of turn; the connection ended that took a REQ's request.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Multipart> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        RequireReceiving();
        await core.Pattern.WaitTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (pipe, message) = await core.Inbox.TakeAsync(cancellationToken).ConfigureAwait(false);
            core.Pattern.Taken(pipe, ref message);
            return message;
        }
        catch (ChannelClosedException)
        {
            core.Pattern.NotTaken();
            throw new ObjectDisposedException(nameof(ZmtpSocket));
        }
        catch (OperationCanceledException)
        {
            core.Pattern.NotTaken();
            throw;
        }
    }

    /// <summary>Takes the next message if there is one.</summary>
    /// <inheritdoc cref="ReceiveAsync" path="/exception"/>
    public bool TryReceive(out Multipart message)
    {
        RequireReceiving();
        message = default;
        if (!core.Pattern.TryTurn())
        {
            return false;
        }

        if (!core.Inbox.TryTake(out var pipe, out message))
        {
            core.Pattern.NotTaken();
            return false;
        }

        core.Pattern.Taken(pipe, ref message);
        return true;
    }

    /// <summary>SUB: asks the publishers for messages whose first frame starts with the prefix; an empty one asks for all.</summary>
    /// <exception cref="InvalidOperationException">The socket is no SUB.</exception>
    public void Subscribe(ReadOnlySpan<byte> prefix) => Sub.Subscribe(prefix);

    /// <summary>SUB: takes one <see cref="Subscribe"/> of the same prefix back.</summary>
    /// <exception cref="InvalidOperationException">The socket is no SUB.</exception>
    public void Unsubscribe(ReadOnlySpan<byte> prefix) => Sub.Unsubscribe(prefix);

    /// <summary>
    /// ROUTER: whether the peer of an identity is on this machine: connected over ipc or inproc, or over tcp from a loopback address. False for one that is not
    /// connected. Ask while its message is being handled: later another peer may have the identity.
    /// </summary>
    /// <exception cref="InvalidOperationException">The socket is no ROUTER.</exception>
    public bool IsLocalPeer(ReadOnlySpan<byte> identity) => core.Type == SocketType.Router
        ? ((RouterPattern)core.Pattern).IsLocal(identity)
        : throw new InvalidOperationException($"A {Type} socket does not tell its peers apart.");

    /// <summary>ROUTER: whether a peer of an identity is connected, wherever it is.</summary>
    /// <exception cref="InvalidOperationException">The socket is no ROUTER.</exception>
    public bool IsConnectedPeer(ReadOnlySpan<byte> identity) => core.Type == SocketType.Router
        ? ((RouterPattern)core.Pattern).IsConnected(identity)
        : throw new InvalidOperationException($"A {Type} socket does not tell its peers apart.");

    /// <summary>Ends all connections in order: sends what is queued, for as long as the linger time allows, and waits for what is under way.</summary>
    public ValueTask DisposeAsync() => new(closing.Value);

    private SubPattern Sub => core.Type == SocketType.Sub
        ? (SubPattern)core.Pattern
        : throw new InvalidOperationException($"A {Type} socket has no subscriptions of its own.");

    private async Task CloseAsync()
    {
        core.Close();
        await endpoints.CloseAsync().ConfigureAwait(false);
        await core.WhenHandledAsync().ConfigureAwait(false);
        core.CountNotTaken();
    }

    private SendOutcome SendNow(in Multipart message)
    {
        ThrowIfDisposed();
        if (!core.Pattern.CanSend)
        {
            throw new InvalidOperationException($"A {Type} socket can't send.");
        }

        if (message.IsEmpty)
        {
            throw new ArgumentException("A message without frames can't be sent.", nameof(message));
        }

        return core.Pattern.TrySend(message);
    }

    private async ValueTask SendWhenRoomAsync(Multipart message, CancellationToken cancellationToken)
    {
        while (true)
        {
            var room = core.WhenRoomMade();
            if (SendNow(message) != SendOutcome.NoRoom)
            {
                return;
            }

            if (core.GivenUp is { } why && endpoints.IsEmpty)
            {
                throw new ZmtpException(why.Error, $"There is no endpoint left to send to. {why.Message}", why);
            }

            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask SendToPeerAsync(Multipart message, SendOutcome first, CancellationToken cancellationToken)
    {
        if (first == SendOutcome.Unroutable)
        {
            throw new ZmtpException(ZmtpError.HostUnreachable, $"No peer has the identity {Printable.Name(message[0].Span)}.");
        }

        while (true)
        {
            var room = core.WhenRoomMade();
            switch (SendNow(message))
            {
                case SendOutcome.Sent:
                    return;
                case SendOutcome.Unroutable:
                    throw new ZmtpException(ZmtpError.ConnectionLost, $"The connection of the peer {Printable.Name(message[0].Span)} has ended before there was room.");
            }

            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void NotDelivered(SendOutcome outcome, in Multipart message)
    {
        ThrowIfDisposed(); // Which is why, if it happened meanwhile.
        if (core.Options.Mandatory && Type == SocketType.Router)
        {
            var identity = Printable.Name(message[0].Span);
            throw new ZmtpException(
                ZmtpError.HostUnreachable,
                outcome == SendOutcome.Unroutable ? $"No peer has the identity {identity}." : $"The queue of the peer {identity} is full.");
        }

        core.Dropped(outcome == SendOutcome.Unroutable ? DropReason.Unroutable : DropReason.QueueFull, 1, "", "");
    }

    private void RequireReceiving()
    {
        ThrowIfDisposed();
        if (!core.Pattern.CanReceive || hasHandler)
        {
            throw new InvalidOperationException(hasHandler ? "The socket's handler receives its messages." : $"A {Type} socket can't receive.");
        }

        core.Pattern.RequireTurn();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(core.IsClosed, this);
}
