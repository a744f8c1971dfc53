using CC.Supervision.Events;

namespace CC.Supervision.Tests.Events;

/// <summary>EV-01 to EV-08 of gaffer's acceptance list, and what its emitter got wrong.</summary>
public sealed class EventHubTests : IAsyncDisposable
{
    private readonly EventHub<int> hub = new();
    private readonly List<string> heard = [];

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task A_listener_is_called_once_for_each_event_and_stays()
    {
        hub.Subscribe("a", Listener("x"));

        Assert.Equal(["x a 1", "x a 2"], await AfterAsync(("a", 1), ("a", 2)));
    }

    [Fact]
    public async Task Who_publishes_does_not_wait_for_those_who_listen()
    {
        using var published = new ManualResetEventSlim();
        var heard = new TaskCompletionSource<bool>();
        hub.Subscribe("a", (_, _) => heard.SetResult(published.Wait(TimeSpan.FromSeconds(60))));

        hub.Publish("a", 1);
        published.Set();

        Assert.True(await heard.Task.LimitAsync());
    }

    [Fact]
    public async Task Who_wants_one_event_gets_one()
    {
        hub.SubscribeOnce("a", Listener("x"));

        Assert.Equal(["x a 1"], await AfterAsync(("a", 1), ("a", 2)));
    }

    [Fact]
    public async Task All_listeners_of_an_event_hear_of_it()
    {
        hub.Subscribe("a", Listener("x"));
        hub.Subscribe("a", Listener("y"));

        Assert.Equal(["x a 1", "y a 1"], (await AfterAsync(("a", 1))).Order());
    }

    [Fact]
    public async Task The_same_listener_twice_is_one()
    {
        var listener = Listener("x");
        hub.Subscribe("a.b", listener);
        hub.Subscribe("a.b.", listener);

        Assert.Equal(["x a.b 1"], await AfterAsync(("a.b", 1)));
    }

    [Fact]
    public async Task A_pattern_takes_in_what_is_below_it_by_whole_labels_and_once() // DEF-19
    {
        hub.Subscribe("a.b", Listener("ab"));
        hub.Subscribe("a", Listener("a"));

        Assert.Equal(["a a.b 1", "ab a.b 1", "a a 2", "a a.b.c 3", "ab a.b.c 3"], await AfterAsync(("a.b", 1), ("a", 2), ("a.b.c", 3), ("a2.b", 4)));
    }

    [Fact]
    public async Task A_dot_is_everything_and_comes_first()
    {
        hub.Subscribe("a.b.", Listener("ab."));
        hub.Subscribe("a.b", Listener("ab"));
        hub.Subscribe(".", Listener("all"));

        var told = await AfterAsync(("a.b", 1));
        Assert.Equal("all a.b 1", told[0]);
        Assert.Equal(["ab a.b 1", "ab. a.b 1"], told[1..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_arrives_after_the_end_of_a_subscription() // DEF-19
    {
        Action<string, int> named = Listener("named"), all = Listener("all"), group = Listener("group");
        hub.Subscribe("a", named);
        hub.Subscribe(".", all);
        hub.Subscribe("b", group);
        hub.Unsubscribe("a", named);
        hub.Unsubscribe(".", all);
        hub.UnsubscribeAll("b", "c");

        Assert.Empty(await AfterAsync(("a", 1), ("b", 2)));
    }

    [Fact]
    public async Task Who_has_not_subscribed_can_unsubscribe() // DEF-09
    {
        hub.Subscribe("a", Listener("x"));

        hub.Unsubscribe("b", Listener("y"));
        hub.Unsubscribe("a", Listener("y"));
        hub.UnsubscribeAll("c");

        Assert.Equal(["x a 1"], await AfterAsync(("a", 1)));
    }

    [Fact]
    public async Task A_listener_that_throws_harms_nobody_and_is_called_again()
    {
        var failures = new List<string>();
        hub.ListenerFailed += (name, failure) => failures.Add($"{name} {failure.Message}");
        hub.Subscribe("a", (_, value) => throw new InvalidOperationException($"no {value}"));
        hub.Subscribe("a", Listener("x"));

        Assert.Equal(["x a 1", "x a 2"], await AfterAsync(("a", 1), ("a", 2)));
        Assert.Equal(["a no 1", "a no 2"], failures);
    }

    [Fact]
    public async Task What_nobody_takes_in_time_is_dropped_and_counted() // DEF-36
    {
        using var blocked = new ManualResetEventSlim();
        hub.Subscribe("slow", (_, _) => blocked.Wait(TimeSpan.FromSeconds(60)));

        for (var i = 0; i < 10_100; i++)
        {
            hub.Publish("slow", i);
        }

        Assert.InRange(hub.Dropped, 99, 100); // one may be with the listener already
        blocked.Set();
        await hub.DisposeAsync();
    }

    private Action<string, int> Listener(string who) => (name, value) => heard.Add($"{who} {name} {value}");

    /// <summary>What was heard when all of that has been delivered.</summary>
    private async Task<string[]> AfterAsync(params (string Name, int Value)[] events)
    {
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.SubscribeOnce("the.last.one", (_, _) => last.SetResult());
        foreach (var (name, value) in events)
        {
            hub.Publish(name, value);
        }

        hub.Publish("the.last.one", 0);
        await last.Task.LimitAsync();
        return [.. heard.Where(line => !line.Contains("the.last.one", StringComparison.Ordinal))];
    }
}
