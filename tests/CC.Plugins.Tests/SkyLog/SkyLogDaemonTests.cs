using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CC.Plugins.SkyLog;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.SkyLog;

/// <summary>The daemon with real datagrams.</summary>
public sealed class SkyLogDaemonTests
{
    [Fact]
    public async Task Lines_are_sent_on_and_the_rest_is_counted()
    {
        var (messages, metrics, logger) = (new FakeMessages(), new FakeMetrics(), new RecordingLogger<SkyLogDaemon>());
        using var stopping = new CancellationTokenSource();
        using var sender = new UdpClient(AddressFamily.InterNetwork);
        var running = new SkyLogDaemon(OptionsOf.Section<SkyLogOptions>("listen-port = 0\nlog-parsing-errors = yes"), messages, metrics, TimeProvider.System, logger).RunAsync(stopping.Token);
        await Eventually.TrueAsync(() => !logger.Lines.IsEmpty, () => "It does not listen.");
        var port = int.Parse(logger.Lines.First().Text.Split(':')[^1]);

        foreach (var datagram in (string[])["nonsense", """{"level": "ERROR", "message": "gone", "properties": {"application": "job"}}"""])
        {
            await sender.SendAsync(Encoding.UTF8.GetBytes(datagram), new IPEndPoint(IPAddress.Loopback, port));
        }

        await Eventually.TrueAsync(() => !messages.Published.IsEmpty, () => "Nothing was published.");
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var body = JsonElement.Parse(messages.Published.Single().Body.Span);
        Assert.Equal("log.error", messages.Published.Single().Type);
        Assert.Equal(("testhost", "ERROR", "job", "gone"), (body.GetProperty("hostname").GetString(), body.GetProperty("log_level").GetString(), body.GetProperty("job_name").GetString(), body.GetProperty("log_msg").GetString()));
        Assert.Equal((2, 1, 1), (metrics["skylog.count"], metrics["skylog.lost.not-json"], metrics["count.dropped.bad-datagram"]));
        Assert.Contains(logger.Lines, line => line.Text.Contains("not-json", StringComparison.Ordinal));
    }
}
