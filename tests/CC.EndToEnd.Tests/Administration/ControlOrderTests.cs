using CC.Client;
using CC.Client.Control;
using CC.EndToEnd.Tests.Host;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Administration;

public sealed class ControlOrderTests : HostTest
{
    [Fact]
    public async Task Requests_that_are_sent_at_once_are_carried_out_in_their_order()
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        await using var client = new CcClient(server.Endpoint);

        var asked = Enumerable.Range(0, 10)
            .SelectMany(_ => new[] { ControlTypes.PluginUnload, ControlTypes.PluginLoad, ControlTypes.EventSubscribe, ControlTypes.EventUnsubscribe })
            .Select(type => AskAsync(client, type))
            .ToArray();

        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(ControlTypes.Reply, answer.Type));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Thousands_of_pings_at_once_are_answered()
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        await using var client = new CcClient(server.Endpoint);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3000).Select(_ => AskAsync(client, ControlTypes.Ping)));

        Assert.All(answers, answer => Assert.Equal(ControlTypes.Reply, answer.Type));
        await StopInOrderAsync(server);
    }

    private static Task<Message> AskAsync(CcClient client, string type) => client.RequestAsync(
        client.Compose(new ControlRequest { Req = type, Name = "Echo", Prefix = "plugin", Subscription = "mine" }, ControlJson.Default.ControlRequest), ServerProcess.Patience);
}
