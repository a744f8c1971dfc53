using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>
/// What makes one socket type different from another: where messages go, and what is taken from whom. Called by read loops
/// and by senders at the same time.
/// </summary>
internal abstract class SocketPattern(SocketCore core)
{
    public virtual bool CanSend => true;

    public virtual bool CanReceive => true;

    /// <summary>Whether sending and receiving take turns, of the socket and not of each connection.</summary>
    public virtual bool TakesTurns => false;

    protected SocketCore Core => core;

    /// <summary>Makes the pattern of a socket type.</summary>
    public static SocketPattern For(SocketCore core) => core.Type switch
    {
        SocketType.Router => new RouterPattern(core),
        SocketType.Dealer or SocketType.Push or SocketType.Pull => new DealerPattern(core),
        SocketType.Req => new ReqPattern(core),
        SocketType.Rep => new RepPattern(core),
        SocketType.Pub or SocketType.XPub => new PubPattern(core),
        _ => new SubPattern(core),
    };

    /// <summary>A pipe exists: of an endpoint to connect to, from the start; of a bound one, with its connection.</summary>
    public virtual void Added(Pipe pipe)
    {
    }

    /// <summary>A connection is ready for the pipe.</summary>
    /// <exception cref="ZmtpException">The pattern refuses the connection.</exception>
    public virtual void Opened(Pipe pipe)
    {
    }

    /// <summary>The pipe's connection ended.</summary>
    public virtual void Closed(Pipe pipe)
    {
    }

    /// <summary>
    /// Clears away what the ended connection has left behind, before the pipe gets another one. May wait for the application,
    /// until <paramref name="hurry"/> completes.
    /// </summary>
    public virtual Task ClearAsync(Pipe pipe, Task hurry) => Task.CompletedTask;

    /// <summary>The pipe is no more.</summary>
    public virtual void Removed(Pipe pipe)
    {
    }

    public virtual SendOutcome TrySend(in Multipart message) =>
        throw new InvalidOperationException($"A {core.Type} socket can't send.");

    /// <summary>Looks at a message as it arrives, in the order of arrival of its peer; false keeps it from the application.</summary>
    public virtual bool Arrived(Pipe pipe, ref Multipart message) => true;

    /// <summary>Whether the application may ask for a message now.</summary>
    /// <exception cref="ZmtpException">It is not its turn.</exception>
    public virtual void RequireTurn()
    {
    }

    /// <summary>Completes when the application may wait for a message; <see cref="Taken"/> or <see cref="NotTaken"/> must follow.</summary>
    public virtual Task WaitTurnAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The same for who does not wait: whether it is the application's turn.</summary>
    public virtual bool TryTurn() => true;

    /// <summary>No message was taken after all.</summary>
    public virtual void NotTaken()
    {
    }

    /// <summary>Looks at a message as the application takes it.</summary>
    /// <exception cref="ZmtpException">There is bad news instead of a message.</exception>
    public virtual void Taken(Pipe pipe, ref Multipart message)
    {
    }

    /// <summary>The handler that was given a message is done with it.</summary>
    public virtual void Handled()
    {
    }
}
