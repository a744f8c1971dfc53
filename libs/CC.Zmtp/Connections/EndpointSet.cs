using System.Diagnostics.CodeAnalysis;
using CC.Zmtp.Patterns;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Connections;

/// <summary>The endpoints of one socket, bound and connected, and the order in which they end.</summary>
internal sealed class EndpointSet(SocketCore core)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, BoundEndpoint> bound = [];
    private readonly Dictionary<string, ConnectedEndpoint> connected = [];
    private readonly AcceptedConnections accepted = new(core);
    private bool closed;

    /// <summary>Whether there is nothing that a message could leave through, now or later.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return bound.Count == 0 && connected.Count == 0 && core.Connections.Count == 0;
            }
        }
    }

    public async Task<string> BindAsync(string text, CancellationToken cancellationToken)
    {
        var endpoint = ZmtpEndpoint.Parse(text);
        var listener = await Transport.For(endpoint, core.Options.Tcp).BindAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var name = listener.Endpoint.ToString();
        lock (gate)
        {
            if (!closed)
            {
                bound[name] = new BoundEndpoint(listener, accepted);
                return name;
            }
        }

        listener.Dispose();
        throw new ObjectDisposedException(nameof(ZmtpSocket));
    }

    public void Connect(string text)
    {
        var endpoint = ZmtpEndpoint.Parse(text);
        endpoint.RequirePort();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, typeof(ZmtpSocket));
            if (!connected.ContainsKey(text))
            {
                connected[text] = new ConnectedEndpoint(text, endpoint, core, (which, why) => GiveUp(text, which, why));
            }
        }
    }

    public async Task<bool> UnbindAsync(string name)
    {
        if (!TryRemove(bound, name, out var endpoint))
        {
            return false;
        }

        await endpoint.StopAsync().ConfigureAwait(false);
        return true;
    }

    public async Task<bool> DisconnectAsync(string name)
    {
        if (!TryRemove(connected, name, out var endpoint))
        {
            return false;
        }

        await endpoint.StopAsync().ConfigureAwait(false);
        return true;
    }

    public async Task CloseAsync()
    {
        BoundEndpoint[] listening;
        ConnectedEndpoint[] connecting;
        lock (gate)
        {
            closed = true;
            listening = [.. bound.Values];
            connecting = [.. connected.Values];
            bound.Clear();
            connected.Clear();
        }

        await Task.WhenAll(listening.Select(endpoint => endpoint.StopAsync())).ConfigureAwait(false);
        await Task.WhenAll([accepted.EndAsync(), .. connecting.Select(endpoint => endpoint.StopAsync())]).ConfigureAwait(false);
    }

    private void GiveUp(string name, ConnectedEndpoint endpoint, ZmtpException why)
    {
        lock (gate)
        {
            if (connected.GetValueOrDefault(name) == endpoint)
            {
                connected.Remove(name);
            }

            core.GivenUp = why;
        }
    }

    private bool TryRemove<T>(Dictionary<string, T> endpoints, string name, [MaybeNullWhen(false)] out T endpoint)
    {
        lock (gate)
        {
            return endpoints.Remove(name, out endpoint);
        }
    }
}
