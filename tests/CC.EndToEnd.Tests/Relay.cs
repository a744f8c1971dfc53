using System.Net;
using System.Net.Sockets;

namespace CC.EndToEnd.Tests;

/// <summary>A cable between two nodes, which can be cut.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private readonly List<Socket> ends = [];
    private readonly List<Task> carrying = [];
    private readonly Task accepting;
    private TaskCompletionSource? frozen;
    private int target;
    private bool isCut;

    public Relay()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Has it lead to an endpoint, and returns its other end's.</summary>
    public string To(string endpoint)
    {
        target = int.Parse(endpoint.Split(':')[^1]);
        return $"tcp://{listener.LocalEndpoint}";
    }

    /// <summary>Closes what is connected, and takes nothing new.</summary>
    public void Cut()
    {
        lock (gate)
        {
            isCut = true;
            ends.ForEach(end => end.Dispose());
            ends.Clear();
        }
    }

    /// <summary>Carries nothing on, and closes nothing.</summary>
    public void Freeze() => frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Restore()
    {
        lock (gate)
        {
            isCut = false;
        }

        frozen?.TrySetResult();
        frozen = null;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        Restore();
        Cut();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(carrying);
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                carrying.Add(CarryAsync(await listener.AcceptSocketAsync(ending.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was disposed.
        }
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, target, ending.Token);
                if (TryConnect(near, far))
                {
                    await await Task.WhenAny(CarryAsync(near, far), CarryAsync(far, near));
                }
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One end is gone; so the other one goes too.
            }
        }
    }

    private bool TryConnect(Socket near, Socket far)
    {
        lock (gate)
        {
            if (!isCut)
            {
                ends.AddRange([near, far]);
            }

            return !isCut;
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, ending.Token) is > 0 and var count)
        {
            await (frozen?.Task ?? Task.CompletedTask);
            for (var sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), ending.Token);
            }
        }
    }
}
