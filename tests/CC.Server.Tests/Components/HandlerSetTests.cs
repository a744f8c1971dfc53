using System.Collections.Concurrent;
using System.Text;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Plugins;
using CC.Server.Routing;
using CC.Server.Tests.Configuration;

namespace CC.Server.Tests.Components;

public sealed class HandlerSetTests
{
    private const string Before = $"""
        {Configurations.Main}
        [routes]
        a = h1
        b = h2
        f = flex
        [h1]
        handler = plain
        text = one
        [h2]
        handler = plain
        [flex]
        handler = flexible
        """;

    private readonly RecordingLoggers loggers = new();
    private readonly HandlerSet set;
    private NodeConfiguration current = Configurations.Load(Configurations.Main);
    private RouteTable routes = RouteTable.Empty;

    public HandlerSetTests()
    {
        var traffic = new Traffic(new Counters(), countTypes: false);
        var time = new ManualTime();
        var services = new ComponentServices(
            new ComponentContext("h", "cc", "testhost"), new FakeMessages(), new FakeMetrics(), new FakeComponents(), new FakeEvents(), loggers.CreateLogger("h"), time);
        set = new HandlerSet(
            model => services with { Context = services.Context with { Section = model.Name } },
            section => new HandlerSlot(section, traffic, time, loggers.CreateLogger(section)),
            new Disposal(time, loggers.CreateLogger("disposal")),
            loggers.CreateLogger("set"));
    }

    [Fact]
    public async Task Makes_a_handler_for_each_section_and_routes_to_it()
    {
        Assert.True(await ChangeAsync(Before));

        Assert.Equal("one", Assert.IsType<PlainHandler>(HandlerOf("a")).Options.Text);
        Assert.IsType<PlainHandler>(HandlerOf("b"));
        Assert.NotSame(HandlerOf("a"), HandlerOf("b"));
    }

    [Fact]
    public async Task Only_handlers_whose_section_changed_are_made_anew()
    {
        await ChangeAsync(Before);
        var (h1, h2, flexible) = (HandlerOf("a"), HandlerOf("b"), HandlerOf("f"));

        Assert.True(await ChangeAsync(Before.Replace("text = one", "text = two", StringComparison.Ordinal)));

        Assert.Equal("two", Assert.IsType<PlainHandler>(HandlerOf("a")).Options.Text);
        Assert.True(Assert.IsType<PlainHandler>(h1).IsDisposed);
        Assert.Same(h2, HandlerOf("b"));
        Assert.False(Assert.IsType<PlainHandler>(h2).IsDisposed);
        Assert.Same(flexible, HandlerOf("f"));
    }

    [Fact]
    public async Task A_changed_route_or_mailbox_leaves_the_handler_alone()
    {
        await ChangeAsync(Before);
        var h1 = HandlerOf("a");

        await ChangeAsync(Before.Replace("a = h1", "new = h1", StringComparison.Ordinal).Replace("text = one", "text = one\nmailbox-size = 7", StringComparison.Ordinal));

        Assert.Same(h1, HandlerOf("new"));
        Assert.Null(HandlerOf("a"));
    }

    [Fact]
    public async Task A_handler_that_takes_a_changed_configuration_stays_and_is_told_what_changed()
    {
        await ChangeAsync(Before);
        var flexible = Assert.IsType<FlexibleHandler>(HandlerOf("f"));

        Assert.True(await ChangeAsync($"{Before}\ntext = new".Replace("text = one", "text = two", StringComparison.Ordinal)));

        Assert.Same(flexible, HandlerOf("f"));
        Assert.Equal("new", flexible.Options.Text);
        Assert.Equal(["flex h1"], flexible.Changes);
    }

    [Fact]
    public async Task A_handler_that_refuses_its_changed_configuration_is_logged_and_the_rest_goes_on()
    {
        await ChangeAsync(Before);

        Assert.False(await ChangeAsync($"{Before}\ntext = refused".Replace("text = one", "text = two", StringComparison.Ordinal)));

        Assert.Equal("two", Assert.IsType<PlainHandler>(HandlerOf("a")).Options.Text);
        Assert.Equal(
            ["flex has not taken its changed configuration; it may be in neither state until the node is started again"],
            loggers.Complaints);
    }

    [Fact]
    public async Task A_handler_of_another_kind_replaces_one_that_would_take_a_changed_configuration()
    {
        await ChangeAsync(Before);

        await ChangeAsync(Before.Replace("handler = flexible", "handler = plain", StringComparison.Ordinal));

        Assert.IsType<PlainHandler>(HandlerOf("f"));
    }

    [Fact]
    public async Task A_handler_that_no_route_leads_to_any_more_is_ended()
    {
        await ChangeAsync(Before);
        var h2 = Assert.IsType<PlainHandler>(HandlerOf("b"));

        await ChangeAsync(Before.Replace("b = h2", "", StringComparison.Ordinal));

        Assert.Null(HandlerOf("b"));
        Assert.True(h2.IsDisposed);
    }

    [Fact]
    public async Task When_one_can_not_be_made_nothing_changes_and_the_others_are_disposed_again()
    {
        await ChangeAsync(Before);
        var h1 = HandlerOf("a");
        var catalog = Configurations.CatalogOf(typeof(PlainHandler), typeof(FlexibleHandler), typeof(BadComponents.ThrowsWhenMade), typeof(DisposedTeller));
        var next = Configurations.Load($"{Configurations.Main}[routes]\na = good, bad\n[good]\nhandler = teller\n[bad]\nhandler = thrower", catalog);
        DisposedTeller.Disposed = 0;

        await Assert.ThrowsAsync<ComponentException>(() => set.PrepareAsync(next.Handlers, CancellationToken.None));

        Assert.Equal(1, DisposedTeller.Disposed);
        Assert.Same(h1, HandlerOf("a"));
        Assert.False(Assert.IsType<PlainHandler>(h1).IsDisposed);
    }

    [Fact]
    public async Task A_quarantined_handler_is_ended_and_returns_when_it_is_released()
    {
        await ChangeAsync(Before);
        var sick = HandlerOf("a")!;

        Assert.True(await QuarantineAsync(OccupantOf("a")));
        var (standIn, why) = (HandlerOf("a"), set.Quarantined["h1"].Why);
        await set.ReleaseAsync("h1", CancellationToken.None);

        Assert.IsType<QuarantinedHandler>(standIn);
        Assert.Equal("sick", why);
        Assert.True(Assert.IsType<PlainHandler>(sick).IsDisposed);
        Assert.NotSame(sick, Assert.IsType<PlainHandler>(HandlerOf("a")));
        Assert.Empty(set.Quarantined);
    }

    [Fact]
    public async Task A_new_handler_lifts_the_quarantine_and_an_unchanged_section_does_not()
    {
        await ChangeAsync(Before);
        await QuarantineAsync(OccupantOf("a"));

        await ChangeAsync(Before.Replace("b = h2", "b = h2\nc = h2", StringComparison.Ordinal));
        var unchanged = set.Quarantined.Keys.ToArray();
        Assert.Same(HealthLimits.None, OccupantOf("a").Health.Limits);
        await ChangeAsync(Before.Replace("text = one", "text = two", StringComparison.Ordinal));

        Assert.Equal(["h1"], unchanged);
        Assert.Empty(set.Quarantined);
        Assert.IsType<PlainHandler>(HandlerOf("a"));
    }

    /// <summary>Constructors take their time; who is sick meanwhile must not stay in the routes for it.</summary>
    [Theory]
    [InlineData("text = one", true)]
    [InlineData("text = two", false)]
    public async Task Handlers_are_quarantined_also_while_others_are_made(string next, bool staysQuarantined)
    {
        await ChangeAsync(Before);
        var change = await set.PrepareAsync(Configurations.Load(Before.Replace("text = one", next, StringComparison.Ordinal)).Handlers, CancellationToken.None);

        Assert.True(await QuarantineAsync(OccupantOf("a")));
        routes = set.Put(change, current.Routes);
        Assert.True(await set.SettleAsync(change, new HashSet<string>(), CancellationToken.None));

        Assert.Equal(staysQuarantined, set.Quarantined.ContainsKey("h1"));
        Assert.Equal(staysQuarantined, HandlerOf("a") is QuarantinedHandler);
    }

    [Fact]
    public async Task A_changed_policy_gives_a_quarantined_handler_another_chance()
    {
        await ChangeAsync(Before);
        await QuarantineAsync(OccupantOf("a"));

        await ChangeAsync(Before.Replace("text = one", "text = one\nquarantined = wait", StringComparison.Ordinal));

        Assert.Empty(set.Quarantined);
        Assert.IsType<PlainHandler>(HandlerOf("a"));
    }

    [Fact]
    public async Task Only_the_handler_that_is_there_can_be_quarantined()
    {
        await ChangeAsync(Before);
        var before = OccupantOf("a");
        await ChangeAsync(Before.Replace("text = one", "text = two", StringComparison.Ordinal));

        Assert.False(await QuarantineAsync(before));
        Assert.Empty(set.Quarantined);
        Assert.IsType<PlainHandler>(HandlerOf("a"));
    }

    [Fact]
    public async Task Who_replaces_another_may_begin_once_that_has_ended()
    {
        await ChangeAsync(Before);
        var change = await set.PrepareAsync(Configurations.Load(Before.Replace("text = one", "text = two", StringComparison.Ordinal)).Handlers, CancellationToken.None);

        routes = set.Put(change, current.Routes);
        var early = OccupantOf("a").MayBegin.IsCompleted;
        await set.SettleAsync(change, new HashSet<string>(), CancellationToken.None);

        Assert.False(early);
        Assert.True(OccupantOf("a").MayBegin.IsCompleted);
    }

    [Fact]
    public async Task A_handler_that_keeps_its_changed_configuration_waiting_is_left_behind_at_the_deadline()
    {
        await ChangeAsync(Before);
        var flexible = Assert.IsType<FlexibleHandler>(HandlerOf("f"));
        var next = Configurations.Load($"{Before}\ntext = blocked");
        var change = await set.PrepareAsync(next.Handlers, CancellationToken.None);
        routes = set.Put(change, next.Routes);

        using var deadline = new CancellationTokenSource();

        var settling = set.SettleAsync(change, next.DifferenceTo(current), deadline.Token);
        await flexible.Blocked;
        await deadline.CancelAsync();
        var inOrder = await settling;
        flexible.Unblock();

        Assert.False(inOrder);
        Assert.Equal(["flex has not taken its changed configuration; it may be in neither state until the node is started again"], loggers.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Those_end_first_that_may_still_have_something_for_others(bool atOnce)
    {
        var catalog = Configurations.CatalogOf(typeof(EndTeller));
        EndTeller.Ended.Clear();
        await ChangeAsync($"{Configurations.Main}[routes]\na = last, first, between\n[last]\nhandler = ender\n[first]\nhandler = ender\nnext = between\n[between]\nhandler = ender\nnext = last", catalog);

        Assert.True(atOnce ? await set.EndAsync(CancellationToken.None) : await ChangeAsync(Configurations.Main, catalog));

        Assert.Equal(["first", "between", "last"], EndTeller.Ended);
    }

    [Fact]
    public async Task Ends_all_of_them()
    {
        await ChangeAsync(Before);
        var handlers = new[] { HandlerOf("a"), HandlerOf("b") };

        await set.DrainAsync(CancellationToken.None);
        Assert.True(await set.EndAsync(CancellationToken.None));

        Assert.All(handlers, handler => Assert.True(Assert.IsType<PlainHandler>(handler).IsDisposed));
    }

    private async Task<bool> ChangeAsync(string text, ComponentCatalog? catalog = null)
    {
        var next = catalog is null ? Configurations.Load(text) : Configurations.Load(text, catalog);
        var change = await set.PrepareAsync(next.Handlers, CancellationToken.None);
        routes = set.Put(change, next.Routes);
        var changed = next.DifferenceTo(current);
        current = next;
        return await set.SettleAsync(change, changed, CancellationToken.None);
    }

    private Task<bool> QuarantineAsync(Occupant sick) => set.QuarantineAsync("h1", sick, new Quarantine("sick", default), new CancellationToken(canceled: true));

    private Occupant OccupantOf(string type) => routes.Find(Encoding.ASCII.GetBytes(type)).Single().Occupant!;

    private IHandler? HandlerOf(string type) => routes.Find(Encoding.ASCII.GetBytes(type)).FirstOrDefault()?.Handler;

    [Handler("ender")]
    public sealed class EndTeller(RunnerOptions options, ComponentContext context) : IHandler, IAsyncDisposable
    {
        internal static ConcurrentQueue<string> Ended { get; } = new();

        public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;

        public async ValueTask DisposeAsync()
        {
            // Whoever does not wait for it is there before.
            await Task.Delay(options.Next.Length > 0 ? 50 : 0, CancellationToken.None);
            Ended.Enqueue(context.Section);
        }
    }

    [Handler("teller")]
    public sealed class DisposedTeller : IHandler, IDisposable
    {
        public static int Disposed { get; set; }

        public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;

        public void Dispose() => Disposed++;
    }
}
