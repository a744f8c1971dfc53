using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using CC.Plugins.PgLogForward;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Tests.PgLogForward;

/// <summary>The daemon with real datagrams.</summary>
public sealed partial class PgLogForwardDaemonTests : IAsyncDisposable
{
    private readonly FakeMessages messages = new();
    private readonly FakeMetrics metrics = new();
    private readonly FakeComponents components = new();
    private readonly RecordingLogger<PgLogForwardDaemon> logger = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly UdpClient sender = new(AddressFamily.InterNetwork);
    private Task running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        sender.Dispose();
        stopping.Dispose();
    }

    [Fact]
    public async Task An_error_becomes_a_call_of_the_database()
    {
        var port = await StartAsync();

        await SendAsync(port, TNetStrings.Of("20", "0", "bob", "shop", "10.0.0.1", "f", "no such table"));
        await Eventually.TrueAsync(() => !messages.Published.IsEmpty, () => "Nothing was published.");

        Assert.True(messages.Published.TryDequeue(out var message));
        var body = JsonElement.Parse(message.Body.Span);
        Assert.Equal("db.confdb", message.Type);
        Assert.Equal("log.add", body.GetProperty("function").GetString());
        Assert.Equal("""["testhost",null,"postgres_monitoring","ERROR","shop","bob 10.0.0.1: no such table"]""", body.GetProperty("params").GetString());
    }

    [Fact]
    public async Task What_is_gathered_is_sent_at_the_end()
    {
        var port = await StartAsync(plugin: "stat_queue_name = q");
        await SendAsync(port, TNetStrings.Of("15", "0", "bob", "shop", "[local]", "f", "connection authorized: user=bob"));
        await CountedAsync("pg_logforward.count", 1);

        await StopAsync();

        Assert.Equal("db.confdb", messages.Published.Single().Type);
        Assert.Contains("ip_address", JsonElement.Parse(messages.Published.Single().Body.Span).GetProperty("params").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Datagrams_of_no_use_are_counted_by_reason_and_told_of_if_asked_for()
    {
        var port = await StartAsync("log-parsing-errors = yes");

        await SendAsync(port, "nonsense");
        await CountedAsync("pg_logforward.lost.not-netstr", 1);
        await SendAsync(port, TNetStrings.Of("99", "0"));
        await CountedAsync("pg_logforward.lost.unknown-level", 1);
        await SendAsync(port, $"8187:{new string('x', 8187)},");
        await CountedAsync("pg_logforward.lost.too-long", 1);
        await SendAsync(port, $"8186:{new string('x', 8186)},");
        await CountedAsync("pg_logforward.lost.no-level", 1);

        Assert.Equal(4, metrics["count.dropped.bad-datagram"]);
        Assert.Contains(logger.Lines, line => line is { Level: LogLevel.Warning } && line.Text.Contains("a datagram of 8 octets can't be used: not-netstr", StringComparison.Ordinal));
        Assert.Empty(messages.Published);
    }

    [Fact]
    public async Task A_flood_is_cut_to_what_may_wait()
    {
        var gate = new TaskCompletionSource<bool>();
        messages.OnPublish = _ => new ValueTask<bool>(gate.Task);
        var port = await StartAsync("queue-size = 5");
        var datagram = TNetStrings.Of("20", "0", "bob", "shop", "here", "f", "x");
        await SendAsync(port, datagram);
        await Eventually.TrueAsync(() => !messages.Published.IsEmpty, () => "Nothing was published.");

        for (var sent = 0; sent < 50; sent++)
        {
            await SendAsync(port, datagram);
        }

        await CountedAsync("count.dropped.datagram-queue-full", 45);
        gate.SetResult(true);
        await Eventually.TrueAsync(() => messages.Published.Count == 6, () => $"{messages.Published.Count} were published.");
        Assert.Equal(45, metrics["pg_logforward.lost.queue-full"]);
    }

    [Fact]
    public async Task A_port_that_others_have_ends_it()
    {
        var port = await StartAsync();

        await Assert.ThrowsAsync<SocketException>(() => Make($"listen-port = {port}", "").RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Without_a_route_it_says_so()
    {
        messages.OnPublish = _ => new ValueTask<bool>(false);
        var port = await StartAsync();

        await SendAsync(port, TNetStrings.Of("20", "0"));

        await Eventually.TrueAsync(() => logger.Lines.Any(line => line.Text == "no route leads db.confdb on; add one to [routes]"), () => "It does not.");
    }

    private async Task<int> StartAsync(string options = "", string plugin = "")
    {
        running = Make($"listen-port = 0\n{options}", plugin).RunAsync(stopping.Token);
        await Eventually.TrueAsync(() => running.IsCompleted || logger.Lines.Any(line => Listening().IsMatch(line.Text)), () => "It does not listen.");
        return int.Parse(Listening().Match(logger.Lines.First(line => Listening().IsMatch(line.Text)).Text).Groups[1].Value);
    }

    private PgLogForwardDaemon Make(string options, string plugin)
    {
        components.Add("p:one", _ => Task.CompletedTask, plugin);
        return new PgLogForwardDaemon(
            OptionsOf.Section<PgLogForwardOptions>($"plugins = p:one\n{options}"), new ComponentContext("d:pg", "cc.d:pg", "testhost"), messages, metrics, components, TimeProvider.System, logger);
    }

    private async Task SendAsync(int port, string datagram) => await sender.SendAsync(TNetStrings.Octets(datagram), new IPEndPoint(IPAddress.Loopback, port));

    private Task CountedAsync(string counter, long value) => Eventually.TrueAsync(() => metrics[counter] == value, () => $"{counter} is {metrics[counter]}.");

    private async Task StopAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [GeneratedRegex("^listening on 127.0.0.1:([0-9]+)$")]
    private static partial Regex Listening();
}
