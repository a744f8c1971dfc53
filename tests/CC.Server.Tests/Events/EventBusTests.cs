using System.Collections.Concurrent;
using System.Text;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Events;
using CC.Server.Plugins;

namespace CC.Server.Tests.Events;

public sealed class EventBusTests
{
    private readonly RecordingLogger<EventBusTests> logger = new();
    private readonly EventBus bus;
    private readonly List<string> heard = [];

    public EventBusTests() => bus = new EventBus(new ManualTime(), logger);

    [Theory]
    [InlineData("", true)]
    [InlineData("plugin", true)]
    [InlineData("plugin.Echo", true)]
    [InlineData("plugin.Echo.reloaded", true)]
    [InlineData("plug", false)]
    [InlineData("plugin.Ech", false)]
    [InlineData("plugin.Echo.reloaded.twice", false)]
    [InlineData("job", false)]
    public void A_prefix_is_one_by_whole_labels(string prefix, bool isHeard)
    {
        using var listening = bus.Subscribe(prefix, told => heard.Add(told.Name));

        Publish("plugin.Echo.reloaded");

        Assert.Equal(isHeard, bus.IsHeard("plugin.Echo.reloaded"));
        Assert.Equal(isHeard ? ["plugin.Echo.reloaded"] : [], heard);
    }

    [Fact]
    public void Tells_what_is_to_be_known_as_json()
    {
        bus.Subscribe("", told => heard.Add(Encoding.UTF8.GetString(told.Payload.Span)));

        Publish("a");

        Assert.Equal(["""{"plugin":"Echo","version":"1","sha256":"ab","state":"active","why":""}"""], heard);
    }

    [Fact]
    public void Who_has_taken_the_subscription_back_hears_nothing_more()
    {
        var subscription = bus.Subscribe("", told => heard.Add(told.Name));
        Publish("one");

        subscription.Dispose();
        Publish("two");

        Assert.Equal(["one"], heard);
    }

    [Fact]
    public void One_who_throws_does_not_keep_the_others_from_hearing()
    {
        bus.Subscribe("", _ => throw new InvalidOperationException("on purpose"));
        bus.Subscribe("", told => heard.Add(told.Name));

        Publish("one");

        Assert.Equal(["one"], heard);
        Assert.StartsWith("who listens to the event one failed", Assert.Single(logger.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_component_listens_to_ends_with_it()
    {
        var told = new ConcurrentQueue<string>();
        using var lasting = Scoped();
        var ending = Scoped();
        lasting.Subscribe("", one => told.Enqueue($"lasting {one.Name}"));
        ending.Subscribe("", one => told.Enqueue($"ending {one.Name}"));
        Publish("one");
        await Eventually.TrueAsync(() => told.Count == 2, () => string.Join(", ", told));

        ending.Dispose();
        ending.Subscribe("", one => told.Enqueue($"late {one.Name}"));
        Publish("two");
        await Eventually.TrueAsync(() => told.Contains("lasting two"), () => string.Join(", ", told));

        Assert.Equal(["ending one", "lasting one", "lasting two"], told.Order());
    }

    private ScopedEvents Scoped() => new(bus, new FakeMetrics(), logger, TimeProvider.System);

    private void Publish(string name) => bus.Publish(name, new PluginEvent("Echo", "1", "ab", "active", ""), PluginEventJson.Default.PluginEvent);
}
