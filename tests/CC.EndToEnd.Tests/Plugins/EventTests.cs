using System.Collections.Concurrent;
using CC.Client;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Plugins;

public sealed class EventTests : PluginTest
{
    [Fact]
    public async Task What_becomes_of_plugins_is_told_to_those_who_have_subscribed()
    {
        Deploy(PluginSource.Saying("one"));
        await using var server = await ServerProcess.StartAsync(Node());
        var told = new ConcurrentQueue<EventMessage>();
        await using var client = new CcClient(server.Endpoint) { Unasked = message => told.Enqueue(CcClient.Open(message, ControlJson.Default.EventMessage)) };
        var lease = CcClient.Open(await SubscribeAsync(client, ControlTypes.EventSubscribe), ControlJson.Default.SubscriptionReply);
        Assert.Equal(("mine", 60), (lease.Subscription, lease.Seconds));

        Deploy(PluginSource.Saying("two"));
        await UntilAsync(client, "two");
        Deploy(PluginSource.Bad("ThrowsWhenMade"));
        await UntilAsync(client, plugin => plugin.Refused.Length > 0);
        await Eventually.TrueAsync(() => told.Count >= 3, () => string.Join(", ", told.Select(what => what.Name)));

        var heard = told.ToArray();
        Assert.Equal(["plugin.Weather.refused", "plugin.Weather.reloaded", "plugin.Weather.unloaded"], heard.Select(what => what.Name).Distinct().Order());
        Assert.Equal(Enumerable.Range(1, heard.Length).Select(number => (long)number), heard.Select(what => what.Seq));
        Assert.All(heard, what => Assert.Equal(("mine", "Weather"), (what.Subscription, what.Payload.GetProperty("plugin").GetString())));

        await using var stranger = new CcClient(server.Endpoint);
        Assert.Equal(ControlErrors.Unknown, CcClient.Open(await SubscribeAsync(stranger, ControlTypes.EventUnsubscribe), ControlJson.Default.ErrorReply).Code);
        Assert.Equal(ControlTypes.Reply, (await SubscribeAsync(client, ControlTypes.EventUnsubscribe)).Type);
        Assert.Equal(ControlErrors.Unknown, CcClient.Open(await SubscribeAsync(client, ControlTypes.EventUnsubscribe), ControlJson.Default.ErrorReply).Code);
    }

    [Theory]
    [InlineData("x..y")]
    [InlineData("x.")]
    [InlineData(" ")]
    public async Task A_prefix_with_an_empty_label_is_refused(string prefix)
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        await using var client = new CcClient(server.Endpoint);

        var answer = await SubscribeAsync(client, ControlTypes.EventSubscribe, prefix);

        Assert.Equal(ControlErrors.BadRequest, CcClient.Open(answer, ControlJson.Default.ErrorReply).Code);
        await StopInOrderAsync(server);
    }

    private static Task<Message> SubscribeAsync(CcClient client, string type, string prefix = "plugin.Weather") => client.RequestAsync(
        client.Compose(new ControlRequest { Req = type, Prefix = prefix, Subscription = "mine" }, ControlJson.Default.ControlRequest), ServerProcess.Patience);
}
