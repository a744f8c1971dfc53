namespace CC.Sdk;

/// <summary>A return address within the node, as a client's connection is one. Disposing it drops answers that are still to come.</summary>
public interface IMessageLink : IDisposable
{
    /// <summary>Hands a message to the node's routes; answers to it come back to this link.</summary>
    /// <inheritdoc cref="IMessages.PublishAsync" path="/returns"/>
    ValueTask<bool> SendAsync(Message message, CancellationToken cancellationToken = default);
}
