using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CC.Frames;
using CC.Sdk;
using CC.Zmtp;

namespace CC.Bench.Reload;

/// <summary>One connection that asks steadily, numbers what it asks, and checks that each answer comes once and in its turn.</summary>
internal sealed class Sender : IAsyncDisposable
{
    private const int Unanswered = 1 << 20;

    private readonly long[] sent = new long[Unanswered];
    private readonly ZmtpSocket socket;
    private readonly List<long> delays = [];
    private readonly Lock gate = new();
    private long last = -1;
    private long next;

    public Sender(string endpoint)
    {
        socket = new ZmtpSocket(SocketType.Dealer, new ZmtpSocketOptions { SendHighWaterMark = Unanswered, ReceiveHighWaterMark = Unanswered }, Receive);
        socket.Connect(endpoint);
    }

    public long Asked => Interlocked.Read(ref next);

    public long Answered { get; private set; }

    /// <summary>Answers whose number is not the next one: something was lost, came twice, or out of order.</summary>
    public long OutOfTurn { get; private set; }

    /// <summary>Answers of each build.</summary>
    public Dictionary<string, long> Builds { get; } = [];

    /// <summary>Asks at a rate until told to stop, however long answers take.</summary>
    public async Task AskAsync(int perSecond, CancellationToken stopping)
    {
        var started = Stopwatch.GetTimestamp();
        var first = Asked;
        while (!stopping.IsCancellationRequested)
        {
            var due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond) + first;
            while (Asked < due)
            {
                var number = Asked;
                sent[number % Unanswered] = Stopwatch.GetTimestamp();
                Interlocked.Increment(ref next);
                var body = Encoding.ASCII.GetBytes($$"""{"req":"mirror","time":1.5,"hostname":"h","n":{{number}}}""");
                await socket.SendAsync(Message.Create("mirror", body).Frames, CancellationToken.None);
            }

            await Task.Delay(1, CancellationToken.None);
        }
    }

    /// <summary>The delays of the answers so far, in milliseconds, sorted; forgets them.</summary>
    public double[] TakeDelays()
    {
        lock (gate)
        {
            var taken = delays.Select(ticks => ticks * 1000.0 / Stopwatch.Frequency).Order().ToArray();
            delays.Clear();
            return taken;
        }
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private ValueTask Receive(Multipart frames)
    {
        var now = Stopwatch.GetTimestamp();
        var (number, build) = Read(frames[2]);
        lock (gate)
        {
            OutOfTurn += number == last + 1 ? 0 : 1;
            last = number;
            Answered++;
            Builds[build] = Builds.GetValueOrDefault(build) + 1;
            delays.Add(now - sent[number % Unanswered]);
        }

        return default;
    }

    private static (long Number, string Build) Read(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        return (json.RootElement.GetProperty("n").GetInt64(), json.RootElement.GetProperty("build").GetString()!);
    }
}
