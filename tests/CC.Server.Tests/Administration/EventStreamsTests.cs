using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Administration;

namespace CC.Server.Tests.Administration;

public sealed class EventStreamsTests
{
    private static readonly Subscriber Mine = new("AA");
    private static readonly Subscriber Others = new("BB");

    private readonly ManualTime time = new();
    private readonly FakeEvents events = new();
    private readonly FakeMessages messages = new();
    private readonly List<EventMessage> sent = [];
    private readonly EventStreams streams;
    private bool isFull;

    public EventStreamsTests() => streams = new EventStreams(messages, events, frames =>
    {
        Message.TryParse(frames, out var message);
        sent.Add(messages.Open(message, ControlJson.Default.EventMessage));
        return !isFull;
    }, time);

    [Fact]
    public void Sends_what_happens_numbered_along_the_route()
    {
        streams.Subscribe(Mine, default, "mine", "plugin");

        Publish("plugin.Echo.loaded");
        Publish("job.one.exit");
        Publish("plugin.Echo.unloaded");

        Assert.Equal([("plugin.Echo.loaded", 1L), ("plugin.Echo.unloaded", 2L)], sent.Select(told => (told.Name, told.Seq)));
    }

    [Fact]
    public void What_the_subscriber_does_not_take_is_counted_and_said_with_the_next()
    {
        streams.Subscribe(Mine, default, "mine", "");
        isFull = true;
        Publish("one");
        Publish("two");

        isFull = false;
        Publish("three");

        Assert.Equal((3L, 2L), (sent[^1].Seq, sent[^1].Dropped));
    }

    [Fact]
    public void Who_does_not_renew_hears_nothing_more()
    {
        streams.Subscribe(Mine, default, "mine", "");
        time.Advance(EventStreams.Lease + TimeSpan.FromSeconds(1));
        Publish("one");
        Assert.Empty(sent);

        streams.Subscribe(Mine, default, "another", "nothing");

        Assert.Equal(1, events.Subscriptions);
    }

    [Fact]
    public void Who_renews_goes_on_with_the_same_numbers()
    {
        streams.Subscribe(Mine, default, "mine", "");
        Publish("one");
        time.Advance(EventStreams.Lease - TimeSpan.FromSeconds(1));
        streams.Subscribe(Mine, default, "mine", "");
        time.Advance(TimeSpan.FromSeconds(30));

        Publish("two");

        Assert.Equal([1L, 2L], sent.Select(told => told.Seq));
        Assert.Equal(1, events.Subscriptions);
    }

    [Fact]
    public void Ends_by_name()
    {
        streams.Subscribe(Mine, default, "mine", "");

        Assert.True(streams.Unsubscribe(Mine, "mine"));
        Assert.False(streams.Unsubscribe(Mine, "mine"));
        Assert.Equal(0, events.Subscriptions);
    }

    [Fact]
    public void Nobody_ends_or_takes_over_what_another_has_subscribed_to()
    {
        streams.Subscribe(Mine, default, "one", "plugin");

        streams.Subscribe(Others, default, "one", "job");

        Assert.False(streams.Unsubscribe(Others, "another"));
        Assert.True(streams.Unsubscribe(Others, "one"));
        Assert.False(streams.Unsubscribe(Others, "one"));
        Publish("plugin.Echo.loaded");
        Assert.Equal("plugin.Echo.loaded", Assert.Single(sent).Name);
    }

    [Fact]
    public void There_is_an_end_to_them()
    {
        for (var i = 0; i < 1000; i++)
        {
            streams.Subscribe(Mine, default, $"{i}", "");
        }

        Assert.Equal(ControlErrors.Busy, Assert.Throws<ControlException>(() => streams.Subscribe(Mine, default, "one more", "")).Code);
        streams.Dispose();
        Assert.Equal(0, events.Subscriptions);
    }

    private void Publish(string name) => events.Publish(name, new ControlRequest { Req = "x" }, ControlJson.Default.ControlRequest);
}
