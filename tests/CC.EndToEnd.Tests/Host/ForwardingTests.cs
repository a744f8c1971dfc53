using CC.Client;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

/// <summary>Handlers that hand messages on to others, past the routes.</summary>
public sealed class ForwardingTests : HostTest
{
    [Fact]
    public async Task A_filter_lets_through_what_its_patterns_say()
    {
        await using var server = await ServerProcess.StartAsync(Ini(
            routes: "log = h:filter",
            sections: "[h:filter]\nhandler = filter\nforward-to = h:log\nexclude = log.debug\n[h:log]\nhandler = locallogger"));
        await using var client = new CcClient(server.Endpoint);

        await LogAsync(client, "log.debug", "not this");
        await LogAsync(client, "log.info", "but this");

        await server.WaitForLineAsync("but this");
        Assert.DoesNotContain(server.Output, line => line.Contains("not this", StringComparison.Ordinal));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task What_is_delayed_when_the_node_stops_gets_there_before_that()
    {
        await using var server = await ServerProcess.StartAsync(Ini(
            routes: "log = h:later",
            sections: "[h:log]\nhandler = locallogger\n[h:later]\nhandler = delay\nforward-to = h:log\ndelay = 3600"));
        await using var client = new CcClient(server.Endpoint);

        for (var i = 0; i < 100; i++)
        {
            await LogAsync(client, "log.info", $"number {i}.");
        }

        await PingAsync(client);
        Assert.DoesNotContain(server.Output, line => line.Contains("number", StringComparison.Ordinal));
        await StopInOrderAsync(server);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"number {i}."), server.Output.Where(line => line.Contains(" number ", StringComparison.Ordinal)).Select(line => line[line.IndexOf("number", StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task A_delayed_handlers_target_may_be_replaced_meanwhile()
    {
        string Sections(string delay) => $"[h:log]\nhandler = locallogger\n[h:later]\nhandler = delay\nforward-to = h:log\ndelay = {delay}";
        await using var server = await ServerProcess.StartAsync(Ini(routes: "log = h:later", sections: Sections("3600")));
        await using var client = new CcClient(server.Endpoint);
        await LogAsync(client, "log.info", "kept for long");
        await PingAsync(client);

        Ini(routes: "log = h:later", sections: Sections("0"));
        server.Signal(1);

        await server.WaitForLineAsync("kept for long");
        await LogAsync(client, "log.info", "not kept");
        await server.WaitForLineAsync("not kept");
        await StopInOrderAsync(server);
    }

    private static Task LogAsync(CcClient client, string type, string text) => client.PublishAsync(client.Compose(
        new LogRecord { Req = type, LogLevel = "INFO", ServiceType = "test", JobName = "test", LogMsg = text, LogTime = 1 },
        BodiesJson.Default.LogRecord)).AsTask();
}
