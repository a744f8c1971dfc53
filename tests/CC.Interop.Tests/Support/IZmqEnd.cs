using CC.Zmtp;

namespace CC.Interop.Tests.Support;

/// <summary>One end of a pair of sockets, whoever made it.</summary>
internal interface IZmqEnd : IAsyncDisposable
{
    Task<string> BindAsync(string endpoint);

    Task ConnectAsync(string endpoint);

    Task SubscribeAsync(string prefix);

    /// <summary>Sends, and waits until that is possible.</summary>
    Task SendAsync(params string[] frames);

    Task<string[]> ReceiveAsync();
}

/// <summary>An end made of this library.</summary>
internal sealed class OurEnd(SocketType type, ZmtpSocketOptions options) : IZmqEnd
{
    private readonly OurSocket socket = new(type, options);

    public OurSocket Socket => socket;

    public Task<string> BindAsync(string endpoint) => socket.BindAsync(endpoint);

    public Task ConnectAsync(string endpoint)
    {
        socket.Connect(endpoint);
        return Task.CompletedTask;
    }

    public Task SubscribeAsync(string prefix)
    {
        socket.Socket.Subscribe(Convert.FromHexString(prefix));
        return Task.CompletedTask;
    }

    public async Task SendAsync(params string[] frames)
    {
        if (socket.Socket.Type == SocketType.Router)
        {
            await Within.TrueAsync(() => IsRouted(frames));
        }
        else
        {
            await socket.SendAsync(frames);
        }
    }

    public Task<string[]> ReceiveAsync() => socket.ReceiveAsync();

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private bool IsRouted(string[] frames)
    {
        try
        {
            return socket.Socket.TrySend(Content.Decode(frames));
        }
        catch (ZmtpException unknown) when (unknown.Error == ZmtpError.HostUnreachable)
        {
            return false;
        }
    }
}

/// <summary>An end made of libzmq.</summary>
internal sealed class TheirEnd(ZmqPeer peer, string socket) : IZmqEnd
{
    public Task<string> BindAsync(string endpoint) => peer.BindAsync(socket, endpoint);

    public Task ConnectAsync(string endpoint) => peer.ConnectAsync(socket, endpoint);

    public Task SubscribeAsync(string prefix) => peer.SubscribeAsync(socket, prefix);

    public Task SendAsync(params string[] frames) => peer.SendAsync(socket, frames);

    public Task<string[]> ReceiveAsync() => peer.ReceiveAsync(socket);

    public async ValueTask DisposeAsync() => await peer.CloseAsync(socket);
}
