using System.Diagnostics;
using System.Globalization;
using CC.Zmtp;

namespace CC.Bench.Load;

/// <summary>A process that counts what arrives. Asked on standard input, it says how much that was and when the first and the last came, and starts anew.</summary>
internal static class Sink
{
    public static async Task RunAsync()
    {
        var count = 0L;
        var (first, last) = (0L, 0L);
        await using var socket = new ZmtpSocket(SocketType.Router, null, _ =>
        {
            last = Stopwatch.GetTimestamp();
            first = Interlocked.Increment(ref count) == 1 ? last : first;
            return default;
        });
        Console.Out.WriteLine(await socket.BindAsync("tcp://127.0.0.1:*"));
        while (await Console.In.ReadLineAsync() is { } command)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Read(ref count)} {Stopwatch.GetElapsedTime(first, last).TotalSeconds}"));
            if (command == "reset")
            {
                Interlocked.Exchange(ref count, 0);
            }
        }
    }
}
