using CC.Zmtp.Transports;

namespace CC.Zmtp.Connections;

/// <summary>Accepts connections on one endpoint until it is stopped.</summary>
internal sealed class BoundEndpoint
{
    private readonly Listener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;

    public BoundEndpoint(Listener listener, AcceptedConnections connections)
    {
        this.listener = listener;
        accepting = Task.Run(() => AcceptAsync(connections));
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task AcceptAsync(AcceptedConnections connections)
    {
        var name = listener.Endpoint.ToString();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await AcceptOneAsync(connections, name).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task AcceptOneAsync(AcceptedConnections connections, string name)
    {
        try
        {
            connections.Add(await listener.AcceptAsync(stopping.Token).ConfigureAwait(false), name);
        }
        catch (ZmtpException failure)
        {
            connections.Failed(failure, name);
        }
    }
}
