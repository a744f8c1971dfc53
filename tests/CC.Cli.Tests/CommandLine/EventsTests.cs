using System.Text.Json;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Cli.Tests.CommandLine;

public sealed class EventsTests
{
    [Fact]
    public async Task Prints_as_many_events_as_asked_for_and_ends_the_subscription()
    {
        await using var node = await FakeNode.StartAsync(message => Answer(message, [Event(1), Event(2), Event(3)]));

        var ran = await Ctl.RunAsync("events", "--count", "2", "--prefix", "plugin", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, 2), (ran.Code, ran.Lines.Length));
        Assert.EndsWith(""" plugin.Echo.reloaded {"n":1}""", ran.Lines[0], StringComparison.Ordinal);
        await Sdk.Testing.Eventually.TrueAsync(() => node.Received.Any(message => message.Type == ControlTypes.EventUnsubscribe), () => "it has not unsubscribed");
        Assert.Equal("plugin", JsonDocument.Parse(node.Received[0].Body).RootElement.GetProperty("prefix").GetString());
    }

    [Fact]
    public async Task Following_ends_after_as_many_events_as_asked_for()
    {
        await using var node = await FakeNode.StartAsync(message => Answer(message, [Event(1), Event(2), Event(3)]));

        var ran = await Ctl.RunAsync("events", "-f", "-n", "2", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, 2), (ran.Code, ran.Lines.Length));
    }

    [Fact]
    public async Task Json_is_an_object_a_line()
    {
        await using var node = await FakeNode.StartAsync(message => Answer(message, [Event(1), ("event", Event(2).Json.Replace(",", ",\n "))]));

        var ran = await Ctl.RunAsync("events", "-n", "2", "--json", "-e", node.Endpoint);

        Assert.Equal([1, 2], ran.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public async Task Says_where_events_are_missing()
    {
        await using var node = await FakeNode.StartAsync(message => Answer(message, [Event(1), Event(5)]));

        var ran = await Ctl.RunAsync("events", "-n", "2", "-e", node.Endpoint);

        Assert.StartsWith("ccctl: 3 events are missing here", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renews_the_subscription_long_before_it_ends()
    {
        var asked = 0;
        await using var node = await FakeNode.StartAsync(message =>
            message.Type == ControlTypes.EventSubscribe && ++asked == 3 ? [Event(1)] : Answer(message, [], seconds: 0.3));

        var ran = await Ctl.RunAsync("events", "-e", node.Endpoint);

        Assert.Equal(ExitCode.Ok, ran.Code);
        var names = node.Received.Where(message => message.Type == ControlTypes.EventSubscribe)
            .Select(message => (JsonDocument.Parse(message.Body).RootElement.GetProperty("subscription").GetString(), message.Route.ToString())).Distinct();
        Assert.Single(names);
    }

    [Fact]
    public async Task No_event_within_the_limit_is_no_answer()
    {
        await using var node = await FakeNode.StartAsync(message => Answer(message, []));

        var ran = await Ctl.RunAsync("events", "--timeout", "0.2", "-p", "plugin", "-e", node.Endpoint);

        Assert.Equal((ExitCode.NoAnswer, "ccctl: no event below plugin has come within --timeout 0.2 s\n"), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task A_node_that_refuses_ends_it()
    {
        await using var node = await FakeNode.SayingNoAsync(ControlErrors.Busy, "there are too many");

        var ran = await Ctl.RunAsync("events", "-f", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Refused, "ccctl: there are too many (busy)\n"), (ran.Code, ran.Error));
    }

    private static IEnumerable<(string Type, string Json)> Answer(in Message message, (string Type, string Json)[] events, double seconds = 60) =>
        message.Type != ControlTypes.EventSubscribe
            ? []
            : [FakeNode.Reply(new SubscriptionReply { Req = "reply", Subscription = "ccctl", Seconds = seconds }, ControlJson.Default.SubscriptionReply), .. events];

    private static (string Type, string Json) Event(long sequence) => FakeNode.Reply(
        new EventMessage
        {
            Req = ControlTypes.Event,
            Name = "plugin.Echo.reloaded",
            Subscription = "ccctl",
            Seq = sequence,
            Dropped = 0,
            Time = 1_700_000_000,
            Payload = JsonDocument.Parse($$"""{"n":{{sequence}}}""").RootElement,
        },
        ControlJson.Default.EventMessage);
}
