using System.Text;
using System.Text.Json;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Administration;
using CC.Server.Diagnostics;
using CC.Server.Isolation;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Isolation;

public sealed class LinkedEventsTests
{
    private readonly ManualTime time = new();
    private readonly FakeMessages messages = new();
    private readonly RecordingLogger<LinkedEvents> logger = new();
    private readonly List<string> told = [];
    private readonly LinkedEvents events;

    public LinkedEventsTests() => events = new LinkedEvents(new ReportWriter(Stream.Null, new Counters()), messages, logger, time);

    private ControlRequest[] Asked => [.. messages.Published.Select(message => messages.Open(message, ControlJson.Default.ControlRequest))];

    [Fact]
    public async Task Tells_what_the_node_tells_and_renews_until_it_is_disposed()
    {
        var subscription = Subscribe();
        time.Advance(EventStreams.Lease / 3);
        await HappensAsync("plugin.Echo.reloaded");

        subscription.Dispose();
        time.Advance(EventStreams.Lease);
        await HappensAsync("plugin.Echo.unloaded");

        Assert.Equal(["""plugin.Echo.reloaded {"a":1}"""], told);
        Assert.Equal([ControlTypes.EventSubscribe, ControlTypes.EventSubscribe, ControlTypes.EventUnsubscribe], Asked.Select(request => request.Req));
        Assert.Single(Asked.Select(request => (request.Prefix, request.Subscription)).Distinct());
        Assert.Equal("plugin", Asked[0].Prefix);
    }

    [Fact]
    public async Task Ends_when_the_node_has_answered_that_its_subscriptions_have()
    {
        Subscribe();
        var ending = events.DisposeAsync().AsTask();
        var early = ending.IsCompleted;

        await AnswerAsync(messages.Compose(new SubscriptionReply { Req = ControlTypes.Reply, Subscription = "", Seconds = 0 }, ControlJson.Default.SubscriptionReply));

        await ending.WaitAsync(ServerProcess.Patience);
        Assert.False(early);
    }

    [Fact]
    public async Task A_refusal_is_logged()
    {
        Subscribe();

        await AnswerAsync(messages.Compose(new ErrorReply { Req = ControlTypes.Error, Msg = "not permitted", OrigReq = ControlTypes.EventSubscribe }, ControlJson.Default.ErrorReply));

        Assert.Equal((LogLevel.Warning, "the node tells nothing of events below 'plugin': not permitted; it is asked again in 20 s"), Assert.Single(logger.Lines));
    }

    private IDisposable Subscribe() => events.Subscribe("plugin", happened => told.Add($"{happened.Name} {Encoding.UTF8.GetString(happened.Payload.Span)}"));

    private Task HappensAsync(string name)
    {
        using var payload = JsonDocument.Parse("""{"a": 1}""");
        var body = new EventMessage { Req = ControlTypes.Event, Name = name, Subscription = "", Seq = 1, Dropped = 0, Payload = payload.RootElement };
        return AnswerAsync(messages.Compose(body, ControlJson.Default.EventMessage));
    }

    private Task AnswerAsync(Message answer) => messages.AnswerAsync(answer);
}
