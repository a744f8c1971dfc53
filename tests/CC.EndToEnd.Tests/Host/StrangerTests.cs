using System.Net.Sockets;
using CC.Client;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Zmtp;
using SocketType = CC.Zmtp.SocketType;

namespace CC.EndToEnd.Tests.Host;

/// <summary>What comes to a node that it did not ask for. It counts it, says so now and then, and goes on.</summary>
public sealed class StrangerTests : HostTest
{
    [Fact]
    public async Task Frames_that_are_no_message_are_counted_by_what_is_wrong()
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        await using (var stranger = new ZmtpSocket(SocketType.Dealer))
        {
            stranger.Connect(server.Endpoint);
            await stranger.SendAsync(Multipart.Create("no delimiter"));
            await stranger.SendAsync(Multipart.Create("id", ""));
            await stranger.SendAsync(Multipart.Create("", "not a type", "{}"));
            await stranger.SendAsync(Multipart.Create("", "a..b", "{}"));
            await stranger.SendAsync(Multipart.Create("", "echo.request", "no JSON"));
            await stranger.SendAsync(Multipart.Create("", "echo.request"));
            await stranger.SendAsync(Multipart.Create("", "echo.request", $"{new string('[', 100_000)}"));
            await stranger.SendAsync(Multipart.Create("", "nobody.wants.this", "{}"));
        }

        await server.WaitForLineAsync("no route for nobody.wants.this");
        await PingAsync(server);
        await StopInOrderAsync(server);

        var statistics = await server.WaitForLineAsync("send_stats");
        Assert.All(
            [
                "count: 9,", "count.invalid: 7,", "count.invalid.no-delimiter: 1,", "count.invalid.no-type: 1,", "count.invalid.bad-type: 2,",
                "count.invalid.bad-body: 2,", "count.invalid.no-body: 1,", "count.dropped.no-route: 1,", "count.ok: 1,",
            ],
            counter => Assert.Contains(counter, statistics));
    }

    [Fact]
    public async Task Who_only_looks_whether_the_port_is_open_is_let_go_without_a_word()
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        await CallAsync(server, []);

        await PingAsync(server);
        await StopInOrderAsync(server);

        Assert.DoesNotContain(server.Output, line => line.Contains("did not become ready", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_speaks_another_protocol_is_told_of_and_counted()
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        await CallAsync(server, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());

        await PingAsync(server);
        await StopInOrderAsync(server);

        Assert.Single(server.Output, line => line.Contains("did not become ready: NotZmtp", StringComparison.Ordinal));
        Assert.Contains("connections.refused.not-zmtp: 1", await server.WaitForLineAsync("send_stats"));
    }

    [Fact]
    public async Task Who_knows_another_secret_is_refused_again_and_again_and_told_of_once()
    {
        byte[] greeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1, .. "CURIOUS"u8, .. new byte[13 + 1 + 31]];
        await using var server = await ServerProcess.StartAsync(Ini());
        for (var i = 0; i < 20; i++)
        {
            await CallAsync(server, greeting);
        }

        await PingAsync(server);
        await StopInOrderAsync(server);

        Assert.Single(server.Output, line => line.Contains("did not become ready", StringComparison.Ordinal));
        Assert.Matches(@"connections\.refused\.[a-z-]+: 20,", await server.WaitForLineAsync("send_stats"));
    }

    [Fact]
    public async Task A_message_that_is_longer_than_allowed_costs_its_sender_the_connection_and_nobody_else()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: "max-message-size = 64K"));
        await using var stranger = new CcClient(server.Endpoint);
        await using var other = new CcClient(server.Endpoint);
        await PingAsync(other);

        await stranger.PublishAsync(Message.Create("echo.request", new byte[100_000]));
        await server.WaitForLineAsync("MessageTooLarge");

        await PingAsync(other);
        await StopInOrderAsync(server);
        Assert.Contains("connections.broken.message-too-large: 1", await server.WaitForLineAsync("send_stats"));
    }

    [Fact]
    public async Task An_answer_to_nobody_is_dropped_and_counted()
    {
        await using var remote = new ZmtpSocket(SocketType.Router);
        var endpoint = await remote.BindAsync("tcp://127.0.0.1:*");
        await using var server = await ServerProcess.StartAsync(Ini(routes: "pub = h:forward", sections: $"[h:forward]\nhandler = proxy\nremote-cc = {endpoint}"));
        await using var client = new CcClient(server.Endpoint);
        await client.PublishAsync(Message.Create("pub.x", "{}"u8.ToArray()));
        (await remote.ReceiveAsync().AsTask().WaitAsync(ServerProcess.Patience)).Pop(out var link);

        await remote.SendAsync(Multipart.Create("nobody", "", "reply", "{}").Push(Multipart.EncodeAddress(link.Span)));
        await remote.DisposeAsync();
        await server.WaitForLineAsync("lost the connection to");
        await StopInOrderAsync(server);

        var statistics = await server.WaitForLineAsync("send_stats");
        Assert.Contains("count.dropped.unroutable: 1", statistics);
        Assert.Contains("proxied_replies: 1", statistics);
    }

    /// <summary>Says something, hangs up, and waits until the node has, too.</summary>
    private static async Task CallAsync(ServerProcess server, byte[] greeting)
    {
        using var stranger = new TcpClient();
        await stranger.ConnectAsync("127.0.0.1", new Uri(server.Endpoint).Port);
        var stream = stranger.GetStream();
        await stream.WriteAsync(greeting);
        stranger.Client.Shutdown(SocketShutdown.Send);
        try
        {
            var buffer = new byte[1024];
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(ServerProcess.Patience) > 0)
            {
                // What a node says first is the same for everybody.
            }
        }
        catch (IOException)
        {
            // A reset is an end as well.
        }
    }
}
