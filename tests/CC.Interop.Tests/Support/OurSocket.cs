using CC.Frames;
using CC.Zmtp;

namespace CC.Interop.Tests.Support;

/// <summary>A socket of ours with its events, that comes back quickly and waits for ever for nothing.</summary>
internal sealed class OurSocket : IAsyncDisposable
{
    public OurSocket(SocketType type, ZmtpSocketOptions? options = null, Func<Multipart, ValueTask>? handler = null) =>
        Socket = new ZmtpSocket(type, Complete(options ?? new ZmtpSocketOptions()), handler);

    public ZmtpSocket Socket { get; }

    public EventLog Events { get; } = new();

    public ZmtpStatistics Statistics => Socket.Statistics;

    public Task<string> BindAsync(string endpoint = "tcp://127.0.0.1:*") => Socket.BindAsync(endpoint).LimitAsync();

    public void Connect(string endpoint) => Socket.Connect(endpoint);

    public Task SendAsync(params string[] frames) => Socket.SendAsync(Content.Decode(frames)).LimitAsync();

    public Task SendAsync(Multipart message) => Socket.SendAsync(message).LimitAsync();

    public async Task<string[]> ReceiveAsync() => Content.Spell(await ReceiveMessageAsync());

    public Task<Multipart> ReceiveMessageAsync() => Socket.ReceiveAsync().LimitAsync();

    public long Dropped(DropReason reason) => Statistics.Dropped.GetValueOrDefault(reason);

    public ValueTask DisposeAsync() => Socket.DisposeAsync();

    private ZmtpSocketOptions Complete(ZmtpSocketOptions options) => options with
    {
        ReconnectDelay = TimeSpan.FromMilliseconds(20),
        ReconnectDelayMax = TimeSpan.FromMilliseconds(100),
        OnEvent = happened =>
        {
            Events.Add(happened);
            options.OnEvent?.Invoke(happened);
        },
    };
}
