using CC.Frames;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Diagnostics;
using CC.Server.Routing;

namespace CC.Server.Tests.Routing;

public sealed class DispatcherTests
{
    private readonly ManualTime time = new();
    private readonly Counters counters = new();
    private readonly RecordingLogger<Dispatcher> logger = new();
    private readonly Traffic traffic;
    private readonly Dispatcher dispatcher;
    private readonly List<string> calls = [];

    public DispatcherTests()
    {
        traffic = new Traffic(counters, countTypes: false);
        dispatcher = new Dispatcher(traffic, time, logger);
    }

    [Fact]
    public async Task Every_match_gets_the_message_the_general_first()
    {
        Route(("a.b", "ab", Remember("ab")), ("*", "all", Remember("all")), ("a", "a", Remember("a")));

        Assert.True(await dispatcher.DispatchAsync(Texts.Message("a.b.c")));

        Assert.Equal(["all", "a", "ab"], calls);
    }

    [Fact]
    public async Task One_handlers_crash_does_not_keep_the_message_from_the_others()
    {
        Route(("*", "bad", new StubHandler((_, _) => throw new InvalidOperationException("on purpose"))), ("a", "good", Remember("good")));

        Assert.True(await dispatcher.DispatchAsync(Texts.Message("a")));

        Assert.Equal(["good"], calls);
        Assert.Equal((1, 1), (counters.Named("count.crashed").Value, counters.Named("count.ok").Value));
    }

    [Fact]
    public async Task A_message_waits_for_each_handler_before_the_next_gets_it()
    {
        var door = new Doorway();
        Route(("*", "slow", door.Handler()), ("a", "next", Remember("next")));

        var dispatching = dispatcher.DispatchAsync(Texts.Message("a"));
        var before = calls.ToArray();
        door.Open();

        Assert.True(await dispatching);
        Assert.Empty(before);
        Assert.Equal(["next"], calls);
    }

    [Fact]
    public async Task What_no_route_leads_from_is_dropped_and_counted()
    {
        var message = Texts.Message("nobody.cares", "12345");

        Assert.False(await dispatcher.DispatchAsync(message));

        Assert.Equal(1, counters.Named("count").Value);
        Assert.Equal(1, counters.Named("count.dropped").Value);
        Assert.Equal(1, counters.Named("count.dropped.no-route").Value);
        Assert.Equal(message.ContentLength, counters.Named("bytes.dropped").Value);
        Assert.Equal("no route for nobody.cares; more of the kind are only counted for a while", Assert.Single(logger.Lines).Text);
    }

    [Fact]
    public async Task Says_no_more_than_once_in_half_a_minute_that_a_kind_has_no_route()
    {
        foreach (var type in new[] { "task.send.1", "task.send.2", "task.reply.1", "task" })
        {
            await dispatcher.DispatchAsync(Texts.Message(type));
        }

        Assert.Equal(3, logger.Lines.Count);

        time.Advance(TimeSpan.FromSeconds(30));
        await dispatcher.DispatchAsync(Texts.Message("task.send.3"));

        Assert.Equal(4, logger.Lines.Count);
        Assert.Equal(5, counters.Named("count.dropped.no-route").Value);
    }

    [Theory]
    [InlineData("no-delimiter", "a", "b")]
    [InlineData("no-type", "client", "")]
    [InlineData("bad-type", "client", "", "not a type")]
    [InlineData("bad-type", "client", "", "a..b", "{}")]
    public async Task Frames_that_are_no_message_are_counted_as_invalid(string fault, params string[] frames)
    {
        Route(("*", "all", Remember("all")));

        await dispatcher.ReceiveAsync(Multipart.Create(frames));

        Assert.Empty(calls);
        Assert.Equal(1, counters.Named("count").Value);
        Assert.Equal(1, counters.Named("count.invalid").Value);
        Assert.Equal(1, counters.Named($"count.invalid.{fault}").Value);
        Assert.Equal(0, counters.Named("count.dropped").Value);
        Assert.Single(logger.Lines);
    }

    [Fact]
    public async Task Frames_that_are_a_message_go_where_its_type_leads()
    {
        Route(("a", "a", Remember("a")));

        await dispatcher.ReceiveAsync(Multipart.Create("client", "Q1", "", "a.b"));

        Assert.Equal(["a"], calls);
        Assert.Equal(1, counters.Named("count.ok").Value);
        Assert.Equal("clientQ1a.b".Length, counters.Named("bytes").Value);
        Assert.Equal("clientQ1a.b".Length, counters.Named("bytes.ok").Value);
    }

    [Fact]
    public async Task Receiving_goes_on_only_when_a_full_mailbox_has_taken_the_message()
    {
        var door = new Doorway();
        var slot = Slot("slow");
        slot.Put(door.Handler(), new MailboxModel(1, WhenFull.Wait));
        dispatcher.Routes = new RouteTable([new Route("a", ["slow"])], new Dictionary<string, HandlerSlot> { ["slow"] = slot });
        var frames = Multipart.Create("client", "", "a", "{}");
        await dispatcher.ReceiveAsync(frames);
        await door.ArrivalAsync();
        await dispatcher.ReceiveAsync(frames);

        var third = dispatcher.ReceiveAsync(frames);

        Assert.False(third.IsCompleted);
        door.Open();
        await third;
        await slot.WhenIdleAsync();
        Assert.Equal(3, counters.Named("count.ok").Value);
    }

    [Fact]
    public async Task Who_gives_up_while_it_waits_keeps_the_message_from_the_handlers_that_come_later()
    {
        var slot = Slot("full");
        var door = new Doorway();
        slot.Put(door.Handler(), new MailboxModel(1, WhenFull.Wait));
        var later = Slot("later");
        later.Put(Remember("later"), null);
        dispatcher.Routes = new RouteTable([new Route("a", ["full", "later"])], new Dictionary<string, HandlerSlot> { ["full"] = slot, ["later"] = later });
        await dispatcher.DispatchAsync(Texts.Message("a"));
        await door.ArrivalAsync();
        await dispatcher.DispatchAsync(Texts.Message("a"));
        using var patience = new CancellationTokenSource();

        var dispatching = dispatcher.DispatchAsync(Texts.Message("a"), patience.Token).AsTask();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dispatching);
        Assert.Equal(["later", "later"], calls);
        Assert.Equal(1, counters.Named("count.dropped.cancelled").Value);
        door.Open();
        await slot.WhenIdleAsync();
    }

    [Fact]
    public async Task New_routes_hold_from_the_next_message_on()
    {
        Route(("a", "old", Remember("old")));
        await dispatcher.DispatchAsync(Texts.Message("a"));

        Route(("a", "new", Remember("new")));
        await dispatcher.DispatchAsync(Texts.Message("a"));

        Assert.Equal(["old", "new"], calls);
    }

    private StubHandler Remember(string name) => new((_, _) =>
    {
        calls.Add(name);
        return default;
    });

    private HandlerSlot Slot(string section) => new(section, traffic, time, logger);

    private void Route(params (string Pattern, string Section, IHandler Handler)[] routes)
    {
        var slots = routes.ToDictionary(route => route.Section, route =>
        {
            var slot = Slot(route.Section);
            slot.Put(route.Handler, null);
            return slot;
        });
        dispatcher.Routes = new RouteTable([.. routes.Select(route => new Route(route.Pattern, [route.Section]))], slots);
    }
}
