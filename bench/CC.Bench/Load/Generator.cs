using CC.Bench.Peers;
using CC.Zmtp;

namespace CC.Bench.Load;

/// <summary>A process that sends messages as fast as they are taken, with our own socket or with libzmq's.</summary>
internal static class Generator
{
    public static async Task SendAsync(string endpoint, int count, int size)
    {
        var socket = new ZmtpSocket(SocketType.Dealer, new ZmtpSocketOptions { SendHighWaterMark = 10_000, Linger = Timeout.InfiniteTimeSpan });
        socket.Connect(endpoint);
        var message = BenchMessage.Of(size);
        for (var i = 0; i < count; i++)
        {
            await socket.SendAsync(message);
        }

        await socket.DisposeAsync();
    }

    public static void SendWithLibZmq(string endpoint, int count, int size)
    {
        var context = LibZmq.NewContext();
        var socket = LibZmq.Open(context, LibZmq.Dealer);
        _ = LibZmq.Connect(socket, endpoint);
        var frames = BenchMessage.Frames(size);
        for (var i = 0; i < count; i++)
        {
            for (var frame = 0; frame < frames.Length; frame++)
            {
                _ = LibZmq.Send(socket, frames[frame], (nuint)frames[frame].Length, frame < frames.Length - 1 ? LibZmq.SendMore : 0);
            }
        }

        _ = LibZmq.Close(socket);
        _ = LibZmq.EndContext(context);
    }
}
