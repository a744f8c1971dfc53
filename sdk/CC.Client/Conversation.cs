using CC.Sdk;

namespace CC.Client;

/// <summary>Messages behind one address, to which any number of answers comes back. Disposing it has further answers come as unasked.</summary>
public sealed class Conversation : IDisposable
{
    private readonly Func<Message, CancellationToken, ValueTask> send;
    private readonly Action end;

    internal Conversation(Func<Message, CancellationToken, ValueTask> send, Action end)
    {
        this.send = send;
        this.end = end;
    }

    /// <summary>Sends a message; waits while as many wait already as the high-water mark allows.</summary>
    public ValueTask SendAsync(Message message, CancellationToken cancellationToken = default) => send(message, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => end();
}
