using System.Collections.Concurrent;
using CC.Zmtp.Patterns;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Connections;

/// <summary>The endpoints of one socket, bound and connected, and the order in which they end.</summary>
internal sealed class EndpointSet(SocketCore core)
{
    private readonly ConcurrentDictionary<string, BoundEndpoint> bound = new();
    private readonly ConcurrentDictionary<string, ConnectedEndpoint> connected = new();
    private readonly AcceptedConnections accepted = new(core);

    public async Task<string> BindAsync(string text, CancellationToken cancellationToken)
    {
        var endpoint = ZmtpEndpoint.Parse(text);
        var listener = await Transport.For(endpoint, core.Options.Tcp).BindAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var name = listener.Endpoint.ToString();
        bound[name] = new BoundEndpoint(listener, accepted);
        return name;
    }

    public void Connect(string text)
    {
        var endpoint = ZmtpEndpoint.Parse(text);
        lock (connected)
        {
            if (!connected.ContainsKey(text))
            {
                connected[text] = new ConnectedEndpoint(text, endpoint, core);
            }
        }
    }

    public async Task<bool> UnbindAsync(string name)
    {
        if (!bound.TryRemove(name, out var endpoint))
        {
            return false;
        }

        await endpoint.StopAsync().ConfigureAwait(false);
        return true;
    }

    public async Task<bool> DisconnectAsync(string name)
    {
        if (!connected.TryRemove(name, out var endpoint))
        {
            return false;
        }

        await endpoint.StopAsync().ConfigureAwait(false);
        return true;
    }

    public async Task CloseAsync()
    {
        await Task.WhenAll(bound.Keys.Select(UnbindAsync)).ConfigureAwait(false);
        await Task.WhenAll([accepted.EndAsync(), .. connected.Keys.Select(DisconnectAsync)]).ConfigureAwait(false);
    }
}
