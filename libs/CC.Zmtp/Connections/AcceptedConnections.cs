using System.Collections.Concurrent;
using CC.Zmtp.Patterns;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Connections;

/// <summary>The connections that came in through a socket's bound endpoints. Owns each until it has ended.</summary>
internal sealed class AcceptedConnections(SocketCore core)
{
    private readonly ConcurrentDictionary<Connection, Task> running = new();

    public void Add(ByteStream stream, string endpoint)
    {
        if (running.Count >= core.Options.MaxConnections)
        {
            core.Refused(endpoint, stream.Peer);
            stream.Dispose();
            return;
        }

        var connection = new Connection(core, stream, endpoint);
        running[connection] = Task.CompletedTask;
        running[connection] = RunAsync(connection);
    }

    /// <summary>Ends all connections in order, within the linger time.</summary>
    public async Task EndAsync()
    {
        await Task.WhenAll(running.Keys.Select(connection => connection.EndAsync(core.Options.Linger))).ConfigureAwait(false);
        await Task.WhenAll(running.Values).ConfigureAwait(false);
    }

    private async Task RunAsync(Connection connection)
    {
        await Task.Yield();
        await connection.RunAsync(null).ConfigureAwait(false);
        running.TryRemove(connection, out _);
    }
}
