using System.Collections.Concurrent;
using System.Text.Json;
using CC.EndToEnd.Tests.LogTransport;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Zmtp;

namespace CC.EndToEnd.Tests.InfoTransport;

/// <summary>A receiver that never answers, and that nobody expects to.</summary>
public sealed class WithoutAnswersTests : IAsyncDisposable
{
    private const int Changes = 10;

    private readonly ConcurrentQueue<(string Body, byte[] Content)> received = new();
    private readonly ZmtpSocket receiver;

    public WithoutAnswersTests() => receiver = new ZmtpSocket(SocketType.Router, null, Take);

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Fact]
    public async Task With_ack_no_each_file_is_sent_whole_and_once_and_all_of_them_after_a_restart()
    {
        await using var transport = new FileTransport("ack = no\nack-timeout = 0.1\npiece-bytes = 64K");
        await receiver.BindAsync(transport.Central.Endpoint);
        var noise = SomeLines.Noise(200_000);
        transport.Write("long", noise);
        await transport.StartSourceAsync();
        for (var i = 0; i < Changes; i++)
        {
            transport.Write("short", $"change {i}\n");
            await ArriveAsync(i + 2, transport); // Each takes as long as it would take to lose patience.
        }

        var bodies = received.Select(one => JsonDocument.Parse(one.Body).RootElement).ToArray();
        Assert.Equal(["long", .. Enumerable.Repeat("short", Changes)], bodies.Select(body => Path.GetFileName(body.GetProperty("filename").GetString())));
        Assert.Equal(noise, received.First().Content);
        Assert.Equal($"change {Changes - 1}\n", System.Text.Encoding.UTF8.GetString(received.Last().Content));
        Assert.All(bodies, body => Assert.DoesNotContain(body.EnumerateObject(), field => field.Name is "ack" or "gen" or "size" or "piece_of"));

        await transport.Source.StopAsync();
        await transport.StartSourceAsync();
        await ArriveAsync(Changes + 3, transport);

        Assert.Equal(["long", "short"], received.TakeLast(2).Select(one => Path.GetFileName(JsonDocument.Parse(one.Body).RootElement.GetProperty("filename").GetString())).Order());
        Assert.DoesNotContain(transport.Source.Output, line => line.Contains("d:infosender", StringComparison.Ordinal) && line.Contains("WARNING", StringComparison.Ordinal));
        transport.NothingFailed();
    }

    private Task ArriveAsync(int count, FileTransport transport) =>
        Eventually.TrueAsync(() => received.Count >= count, () => $"{received.Count} files have come, and not {count}\n{transport.Story()}");

    private ValueTask Take(Multipart frames)
    {
        if (Message.TryParse(frames, out var message) == MessageFault.None && message.Type.StartsWith("pub.infofile", StringComparison.Ordinal))
        {
            received.Enqueue((System.Text.Encoding.UTF8.GetString(message.Body.Span), message.Blob.ToArray()));
        }

        return default;
    }
}
