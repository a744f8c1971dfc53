using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CC.Sdk.Testing;

/// <summary>A listener on loopback that takes requests as webhooks make them, one connection after the other or several at once, and answers as the test says.</summary>
internal sealed class HttpSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentQueue<HttpCall> calls = new();
    private readonly ConcurrentBag<Task> connections = [];
    private readonly Func<HttpCall, Task<int>> answer;
    private readonly Task accepting;

    /// <param name="answer">The status for a call; 200 if nobody says more.</param>
    public HttpSink(Func<HttpCall, Task<int>>? answer = null)
    {
        this.answer = answer ?? (_ => Task.FromResult(200));
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Url => new($"http://{listener.LocalEndpoint}/hook");

    /// <summary>The calls so far, in the order in which they came.</summary>
    public IReadOnlyList<HttpCall> Calls => [.. calls];

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections);
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(ending.Token)));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var own = client;
            await using var stream = client.GetStream();
            while (await ReadAsync(stream) is { } call)
            {
                calls.Enqueue(call);
                var status = await answer(call).WaitAsync(ending.Token);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n"), ending.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The other side has gone, or it is over.
        }
    }

    private async Task<HttpCall?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, ending.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, ending.Token);
        return new HttpCall(lines[0], headers, Encoding.UTF8.GetString(body));
    }
}
