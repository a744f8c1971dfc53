using System.Diagnostics;
using CC.Frames;
using CC.Zmtp;

namespace CC.Bench.Original;

/// <summary>A client on one socket: keeps a number of requests under way, or sends one way and asks at the end whether all is through.</summary>
internal sealed class Asker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ZmtpSocket socket = new(SocketType.Dealer, new ZmtpSocketOptions { SendHighWaterMark = 1000, ReceiveHighWaterMark = 1000 });

    public Asker(string endpoint) => socket.Connect(endpoint);

    /// <summary>An echo request as the original's clients send it, some 110 octets of JSON.</summary>
    public static Multipart Echo { get; } = Multipart.Create(
        default,
        "echo.request"u8.ToArray(),
        """{"req": "echo.request", "target": "tcp://127.0.0.1:10000", "time": 1346933478.25, "hostname": "somehost", "blob_hash": ""}"""u8.ToArray(),
        default);

    /// <summary>Seconds that a number of echoes take, so many at a time.</summary>
    public async Task<double> AskAsync(int count, int window)
    {
        using var over = new CancellationTokenSource(Patience);
        var started = Stopwatch.GetTimestamp();
        for (int asked = 0, answered = 0; answered < count;)
        {
            while (asked < count && asked - answered < window)
            {
                await socket.SendAsync(Echo, over.Token);
                asked++;
            }

            await ReceiveAsync(over.Token);
            answered++;
            while (answered < asked && socket.TryReceive(out _))
            {
                answered++;
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Seconds until messages that nobody answers are through, and what they are to lead to has come about.</summary>
    public async Task<double> SendAsync(int count, Func<int, Multipart> message, Func<bool>? isDone = null)
    {
        using var over = new CancellationTokenSource(Patience);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            await socket.SendAsync(message(i), over.Token);
        }

        await socket.SendAsync(Echo, over.Token);
        await ReceiveAsync(over.Token);
        while (isDone?.Invoke() == false)
        {
            await Task.Delay(2, over.Token);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Seconds until files are stored, each of which is answered then; and how many of these had passed when the last one was dispatched, which is what was measured of the original.</summary>
    public async Task<(double Stored, double Dispatched)> StoreAsync(int count, Func<int, Multipart> message)
    {
        using var over = new CancellationTokenSource(Patience);
        var started = Stopwatch.GetTimestamp();
        var sending = SendAllAsync();
        var dispatched = 0.0;
        for (var answers = 0; answers < count + 1; answers++)
        {
            var answer = await socket.ReceiveAsync(over.Token);
            dispatched = dispatched == 0 && IsEcho(answer) ? Stopwatch.GetElapsedTime(started).TotalSeconds : dispatched;
        }

        await sending;
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, dispatched);

        async Task SendAllAsync()
        {
            for (var i = 0; i < count; i++)
            {
                await socket.SendAsync(message(i), over.Token);
            }

            await socket.SendAsync(Echo, over.Token);
        }
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private static bool IsEcho(in Multipart answer) => answer[1].Span.SequenceEqual("echo.response"u8);

    private async Task ReceiveAsync(CancellationToken over) => await socket.ReceiveAsync(over);
}
