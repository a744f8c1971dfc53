using CC.Zmtp.Patterns;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Connections;

/// <summary>The connections that came in through a socket's bound endpoints. Owns each until it has ended.</summary>
/// <remarks>
/// A connection counts until the application has taken what came through it, or a peer that connects, sends and leaves, over and
/// over, could fill the memory.
/// </remarks>
internal sealed class AcceptedConnections(SocketCore core)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Connection, Task> running = [];
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(ByteStream stream, string endpoint)
    {
        if (TryAdd(stream, endpoint))
        {
            return;
        }

        if (!closed.Task.IsCompleted)
        {
            core.Refused(endpoint, stream.Peer);
        }

        stream.Dispose();
    }

    /// <summary>A connection came in and could not be taken.</summary>
    public void Failed(ZmtpException failure, string endpoint) =>
        core.HandshakeFailed(new ZmtpEvent(ZmtpEventKind.HandshakeFailed, endpoint, "", failure.Error, failure.Message));

    /// <summary>Ends all connections in order, within the linger time, and takes no more.</summary>
    public async Task EndAsync()
    {
        Connection[] connections;
        Task[] ends;
        lock (gate)
        {
            closed.TrySetResult();
            connections = [.. running.Keys];
            ends = [.. running.Values];
        }

        await Task.WhenAll(connections.Select(connection => connection.EndAsync(core.Options.Linger))).ConfigureAwait(false);
        await Task.WhenAll(ends).ConfigureAwait(false);
    }

    private bool TryAdd(ByteStream stream, string endpoint)
    {
        lock (gate)
        {
            if (closed.Task.IsCompleted || running.Count >= core.Options.MaxConnections)
            {
                return false;
            }

            var connection = new Connection(core, stream, endpoint);
            running.Add(connection, RunAsync(connection));
            return true;
        }
    }

    private async Task RunAsync(Connection connection)
    {
        await Task.Yield();
        if (await connection.RunAsync(null).ConfigureAwait(false) is { } pipe)
        {
            await Task.WhenAny(pipe.Received.WhenEmpty(), closed.Task).ConfigureAwait(false);
        }

        lock (gate)
        {
            running.Remove(connection);
        }
    }
}
