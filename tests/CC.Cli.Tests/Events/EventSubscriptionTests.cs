using System.Text.Json;
using CC.Cli.Events;
using CC.Client.Control;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Cli.Tests.Events;

public sealed class EventSubscriptionTests
{
    private readonly ManualTime time = new();

    [Fact]
    public async Task Is_renewed_at_a_third_of_its_lease()
    {
        await using var node = await FakeNode.StartAsync(message => message.Type == ControlTypes.EventSubscribe ? Answer() : []);
        await using var subscription = new EventSubscription(node.Endpoint, "", time, _ => { });
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        await subscription.NextAsync(patience.Token);

        var next = subscription.NextAsync(patience.Token);
        time.Advance(TimeSpan.FromSeconds(19));
        time.Advance(TimeSpan.FromSeconds(1));
        await next;

        var asked = node.Received.Select(message => JsonDocument.Parse(message.Body).RootElement.GetProperty("time").GetDouble()).ToArray();
        Assert.Equal(20, Assert.Single(asked.Skip(1)) - asked[0], tolerance: 0.001);
    }

    /// <summary>Following waits for links that are lost, not for a node that has never said that the subscription holds.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_that_never_answers_is_given_up(bool persists)
    {
        await using var node = await FakeNode.StartAsync(_ => []);
        await using var subscription = new EventSubscription(node.Endpoint, "", time, _ => { }) { Persists = persists };
        using var patience = new CancellationTokenSource(ServerProcess.Patience);

        var next = subscription.NextAsync(patience.Token);
        await Eventually.TrueAsync(() => node.Received.Count > 0, () => "it has not subscribed");
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var failure = await Assert.ThrowsAsync<CommandFailure>(() => next);
        Assert.Equal((ExitCode.NoAnswer, $"{node.Endpoint} has not answered event.subscribe within 5 s; look into the node's log"), (failure.Code, failure.Message));
    }

    private static IEnumerable<(string Type, string Json)> Answer() =>
    [
        FakeNode.Reply(new SubscriptionReply { Req = ControlTypes.Reply, Subscription = "ccctl", Seconds = 60 }, ControlJson.Default.SubscriptionReply),
        FakeNode.Reply(
            new EventMessage { Req = ControlTypes.Event, Name = "a.b", Subscription = "ccctl", Seq = 1, Dropped = 0, Time = 1, Payload = JsonDocument.Parse("{}").RootElement },
            ControlJson.Default.EventMessage),
    ];
}
