using CC.Sdk.Testing;
using CC.Zmtp;

namespace CC.Handlers.Tests.Proxy;

/// <summary>A node that takes nothing until it is told to go on, so that what is sent to it piles up at the sender.</summary>
internal sealed class SlowNode : IAsyncDisposable
{
    private readonly ZmtpSocket socket;
    private volatile TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task leaving = Task.CompletedTask;

    private SlowNode() =>
        socket = new ZmtpSocket(SocketType.Router, new ZmtpSocketOptions { Linger = TimeSpan.Zero }, _ => new ValueTask(goOn.Task));

    public static async Task<SlowNode> StartAsync(string url)
    {
        var node = new SlowNode();
        await node.socket.BindAsync(url);
        return node;
    }

    public void GoOn() => goOn.TrySetResult();

    public void Halt() => goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Closes the connection in the middle of it all.</summary>
    public void Leave() => leaving = socket.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await leaving.WaitAsync(ServerProcess.Patience);
        await socket.DisposeAsync().AsTask().WaitAsync(ServerProcess.Patience);
    }
}
