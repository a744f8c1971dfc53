namespace CC.Sdk;

/// <summary>Takes the messages whose type a route leads to it. Marked with a <see cref="HandlerAttribute"/>.</summary>
/// <remarks>
/// Made once for each section that a route names, with what its constructor asks for, and disposed
/// (<see cref="IAsyncDisposable"/>, <see cref="IDisposable"/>) when it is no longer routed to.
/// </remarks>
public interface IHandler
{
    /// <summary>Handles one message.</summary>
    /// <param name="message">The message; the same value may be given to other handlers.</param>
    /// <param name="cancellationToken">Cancelled when the node stops and its deadline for handling what is queued has passed.</param>
    /// <exception cref="MessageException">The message can't be used; it is counted as invalid.</exception>
    /// <remarks>Any other exception is logged and the message counted as crashed; other handlers of it are not affected.</remarks>
    ValueTask HandleAsync(Message message, CancellationToken cancellationToken);
}
