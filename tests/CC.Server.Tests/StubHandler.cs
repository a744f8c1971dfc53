using System.Collections.Concurrent;
using CC.Sdk;

namespace CC.Server.Tests;

/// <summary>Does with a message what a test says, and remembers what it got and whether it was disposed.</summary>
internal sealed class StubHandler(Func<Message, CancellationToken, ValueTask>? handle = null) : IHandler, IDisposable
{
    public ConcurrentQueue<string> Bodies { get; } = new();

    public bool IsDisposed { get; private set; }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Bodies.Enqueue(message.Body());
        return handle is null ? default : handle(message, cancellationToken);
    }

    public void Dispose() => IsDisposed = true;
}
