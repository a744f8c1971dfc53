using System.Diagnostics;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Diagnostics;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Routing;

public sealed class HandlerSlotTests
{
    private static readonly MailboxModel Roomy = new(1000, WhenFull.Wait);
    private static readonly MailboxModel OneWaits = new(1, WhenFull.Wait);
    private static readonly MailboxModel OneDrops = new(1, WhenFull.Drop);

    private readonly ManualTime time = new();
    private readonly Counters counters = new();
    private readonly RecordingLogger<HandlerSlot> logger = new();
    private readonly HandlerSlot slot;
    private readonly Doorway door = new();

    public HandlerSlotTests() => slot = new HandlerSlot("h:test", new Traffic(counters, countTypes: true), time, logger);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_serial_handler_gets_one_message_at_a_time_in_order(bool whileItsMailboxChanges)
    {
        var running = 0;
        var most = 0;
        var handler = new StubHandler(async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        });
        slot.Put(handler, OneWaits);

        for (var i = 0; i < 2000; i++)
        {
            await slot.DeliverAsync(Texts.Message("a", $"{i}"));
            if (whileItsMailboxChanges)
            {
                slot.Use(new MailboxModel(1 + (i % 20), WhenFull.Wait));
            }
        }

        await slot.WhenIdleAsync();
        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{i}"), handler.Bodies);
    }

    [Fact]
    public void A_concurrent_handler_is_called_at_once_though_others_are_under_way()
    {
        var handler = door.Handler();
        slot.Put(handler, null);

        var first = slot.DeliverAsync(Texts.Message("a", "1"));
        var second = slot.DeliverAsync(Texts.Message("a", "2"));

        Assert.Equal(["1", "2"], handler.Bodies);
        Assert.False(first.IsCompleted || second.IsCompleted);
        door.Open();
    }

    [Fact]
    public async Task A_full_mailbox_has_senders_wait_and_loses_nothing()
    {
        var handler = door.Handler();
        slot.Put(handler, OneWaits);
        await FillAsync();

        var waiting = Task.WhenAll(Enumerable.Range(3, 20).Select(i => slot.DeliverAsync(Texts.Message("a", $"{i}")).AsTask()));
        var waited = !waiting.IsCompleted;
        door.Open();

        await waiting;
        await slot.WhenIdleAsync();
        Assert.True(waited);
        Assert.Equal(22, handler.Bodies.Distinct().Count());
        Assert.Equal(0, counters.Named("count.dropped").Value);
    }

    [Fact]
    public async Task A_full_mailbox_drops_and_counts_when_it_is_told_to()
    {
        var handler = door.Handler();
        slot.Put(handler, OneDrops);
        await FillAsync();

        var third = slot.DeliverAsync(Texts.Message("a", "3"));

        Assert.True(third.IsCompletedSuccessfully);
        door.Open();
        await slot.WhenIdleAsync();
        Assert.Equal(["1", "2"], handler.Bodies);
        Assert.Equal(1, counters.Named("count.dropped.mailbox-full").Value);
        Assert.Equal(2, counters.Named("count.ok").Value);
    }

    [Fact]
    public async Task Who_gives_up_waiting_has_the_message_counted_as_cancelled()
    {
        var handler = door.Handler();
        slot.Put(handler, OneWaits);
        await FillAsync();
        using var patience = new CancellationTokenSource();

        var third = slot.DeliverAsync(Texts.Message("a", "3"), patience.Token).AsTask();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        door.Open();
        await slot.WhenIdleAsync();
        Assert.Equal(["1", "2"], handler.Bodies);
        Assert.Equal(1, counters.Named("count.dropped.cancelled").Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_is_counted_and_the_next_message_handled(bool serial)
    {
        var handler = new StubHandler((message, _) => message.Body() switch
        {
            "now" => throw new InvalidOperationException("on purpose"),
            "later" => Later(new InvalidOperationException("on purpose")),
            _ => default,
        });
        slot.Put(handler, serial ? Roomy : null);

        await DeliverAsync(["now", "later", "good"]);

        await slot.WhenIdleAsync();
        Assert.Equal((2, 1), (counters.Named("count.crashed").Value, counters.Named("count.ok").Value));
        Assert.Equal(2, counters.Named("count.crashed.msg.a").Value);
        var line = Assert.Single(logger.Lines);
        Assert.Equal((LogLevel.Error, "crash while h:test handled a; more of the kind are only counted for a while"), line);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_whose_text_can_not_be_read_is_a_crash_as_any_other(bool serial)
    {
        var handler = new StubHandler((_, _) => throw new SpeechlessException());
        slot.Put(handler, serial ? Roomy : null);

        await DeliverAsync([1, 2]);
        await slot.WhenIdleAsync();

        Assert.Equal(["1", "2"], handler.Bodies);
        Assert.Equal(2, counters.Named("count.crashed").Value);
        Assert.Equal("its text can't be read: that throws NotSupportedException (SpeechlessException)", slot.Occupant!.Health.LastError!.Value.Text);
    }

    [Fact]
    public async Task A_crash_is_logged_again_after_half_a_minute_and_another_kind_at_once()
    {
        slot.Put(new StubHandler((message, _) => throw (message.Body() == "1" ? new InvalidOperationException() : new FormatException())), null);

        await DeliverAsync([1, 1, 2]);
        time.Advance(TimeSpan.FromSeconds(30));
        await DeliverAsync([1]);

        Assert.Equal(3, logger.Lines.Count);
    }

    [Fact]
    public async Task What_a_handler_can_not_use_is_counted_as_invalid_by_what_is_wrong()
    {
        slot.Put(new StubHandler((_, _) => throw new MessageException(MessageFault.BadField, "it has no time")), null);

        await DeliverAsync([1]);

        Assert.Equal(1, counters.Named("count.invalid").Value);
        Assert.Equal(1, counters.Named("count.invalid.bad-field").Value);
        Assert.Equal(0, counters.Named("count.crashed").Value);
        Assert.Equal(
            (LogLevel.Warning, "a is of no use to h:test: BadField: it has no time; more of the kind are only counted for a while"),
            Assert.Single(logger.Lines));
    }

    [Fact]
    public async Task Without_a_handler_messages_are_dropped()
    {
        await DeliverAsync([1]);

        Assert.Equal(1, counters.Named("count.dropped.stopped").Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_comes_in_quarantine_is_dropped_and_counted_as_nothing_else(bool serial)
    {
        slot.Put(new StubHandler(), serial ? Roomy : null);
        await DeliverAsync([1]);
        await slot.WhenIdleAsync();
        var sick = slot.TakeOut(other: null, waits: false)!;
        await ClearAsync(sick);

        await DeliverAsync([2, 3]);

        await slot.WhenIdleAsync();
        Assert.Equal((1, 2, 2), (counters.Named("count.ok").Value, counters.Named("count.dropped").Value, counters.Named("count.dropped.quarantined").Value));
        Assert.Equal(1, sick.Health.Calls);
        Assert.Equal(0, slot.Occupant!.Health.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_another_handler_gets_in_quarantine_is_counted_once(bool serial)
    {
        var other = new HandlerSlot("h:other", new Traffic(counters, countTypes: true), time, logger);
        var instead = new StubHandler();
        other.Put(instead, OneWaits);
        slot.Put(new StubHandler(), serial ? Roomy : null);
        await ClearAsync(slot.TakeOut(other, waits: false)!);

        await DeliverAsync([1, 2, 3]);

        await slot.WhenIdleAsync();
        await other.WhenIdleAsync();
        Assert.Equal(["1", "2", "3"], instead.Bodies);
        Assert.Equal((3, 0), (counters.Named("count.ok").Value, counters.Named("count.dropped").Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_comes_while_the_plugin_is_unloaded_is_dropped_and_counted_as_nothing_else(bool serial)
    {
        slot.Put(new VacantHandler(counters), serial ? Roomy : null);

        await DeliverAsync([1, 2]);

        await slot.WhenIdleAsync();
        Assert.Equal((0, 2, 2), (counters.Named("count.ok").Value, counters.Named("count.dropped").Value, counters.Named("count.dropped.plugin-unloaded").Value));
    }

    [Fact]
    public async Task Replacement_gives_each_message_to_exactly_one_handler()
    {
        var handlers = Enumerable.Range(0, 20).Select(_ => new StubHandler(async (_, _) => await Task.Yield())).ToArray();
        slot.Put(handlers[0], OneWaits);
        var sending = Task.Run(() => DeliverAsync(Enumerable.Range(0, 2000)));

        foreach (var next in handlers[1..])
        {
            var before = slot.Put(next, OneWaits)!;
            Assert.True(await slot.ClearAsync(before, CancellationToken.None));
            (before.Handler as IDisposable)!.Dispose();
            before.Go();
        }

        await sending;
        await slot.WhenIdleAsync();
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{i}"), handlers.SelectMany(handler => handler.Bodies));
        Assert.Equal(2000, counters.Named("count.ok").Value);
    }

    [Fact]
    public async Task Behind_a_mailbox_the_next_handler_begins_when_the_one_before_has_gone()
    {
        slot.Put(door.Handler(), Roomy);
        await DeliverAsync([1]);
        await door.ArrivalAsync();
        var next = new StubHandler();
        var before = slot.Put(next, Roomy)!;
        await DeliverAsync([2]);
        var clearing = slot.ClearAsync(before, CancellationToken.None);

        door.Open();
        Assert.True(await clearing);
        var early = next.Bodies.ToArray();
        before.Go();

        await slot.WhenIdleAsync();
        Assert.Empty(early);
        Assert.Equal(["2"], next.Bodies);
    }

    [Fact]
    public async Task A_concurrent_handler_that_replaces_another_is_called_at_once()
    {
        slot.Put(door.Handler(), null);
        var first = slot.DeliverAsync(Texts.Message("a", "1")).AsTask();
        var next = new StubHandler();

        slot.Put(next, null);
        await DeliverAsync([2]);

        Assert.Equal(["2"], next.Bodies);
        door.Open();
        await first;
    }

    [Fact]
    public async Task Another_mailbox_takes_over_what_waits_and_who_waits_in_order()
    {
        var handler = door.Handler();
        slot.Put(handler, OneWaits);
        await FillAsync();
        var third = slot.DeliverAsync(Texts.Message("a", "3")).AsTask();

        slot.Use(Roomy);
        await DeliverAsync([4, 5]);
        door.Open();

        await third;
        await slot.WhenIdleAsync();
        Assert.Equal(["1", "2", "3", "4", "5"], handler.Bodies);
    }

    [Fact]
    public async Task Closing_has_the_handler_finish_what_waits_and_drops_what_comes_later()
    {
        var handler = door.Handler();
        slot.Put(handler, OneWaits);
        await FillAsync();
        var third = slot.DeliverAsync(Texts.Message("a", "3")).AsTask();

        var closing = slot.CloseAsync(CancellationToken.None);
        door.Open();

        var (last, finished) = await closing;
        await third;
        await DeliverAsync([4]);
        Assert.True(finished);
        Assert.Same(handler, last!.Handler);
        Assert.Equal(["1", "2", "3"], handler.Bodies);
        Assert.Equal(1, counters.Named("count.dropped.stopped").Value);
    }

    [Fact]
    public async Task At_the_deadline_the_call_under_way_is_cancelled_and_what_waits_is_dropped()
    {
        slot.Put(door.Handler(), Roomy);
        await DeliverAsync([1, 2, 3]);
        await door.ArrivalAsync();
        using var deadline = new CancellationTokenSource();

        var closing = slot.CloseAsync(deadline.Token);
        await deadline.CancelAsync();

        var (_, finished) = await closing;
        Assert.True(finished);
        Assert.Equal(1, counters.Named("count.crashed").Value);
        Assert.Equal(2, counters.Named("count.dropped.stopped").Value);
        Assert.Equal("h:test was stopped while it handled a", Assert.Single(logger.Lines).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closing_does_not_wait_for_a_handler_that_is_away_and_drops_what_waits_for_it(bool serial)
    {
        slot.Put(new StubHandler(), serial ? Roomy : null);
        await ClearAsync(slot.TakeOut(other: null, waits: true)!);
        var waiting = Enumerable.Range(1, 3).Select(i => slot.DeliverAsync(Texts.Message("a", $"{i}")).AsTask()).ToArray();

        var (last, finished) = await slot.CloseAsync(CancellationToken.None).WaitAsync(ServerProcess.Patience);

        await Task.WhenAll(waiting);
        Assert.True(finished);
        Assert.IsType<QuarantinedHandler>(last!.Handler);
        Assert.Equal((0, 3), (counters.Named("count.ok").Value, counters.Named("count.dropped.stopped").Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_does_not_give_up_is_left_behind_after_some_grace(bool serial)
    {
        slot.Put(door.DeafHandler(), serial ? Roomy : null);
        var delivering = slot.DeliverAsync(Texts.Message("a")).AsTask();
        await door.ArrivalAsync();
        using var deadline = new CancellationTokenSource();
        await deadline.CancelAsync();

        var closing = slot.CloseAsync(deadline.Token);
        await Eventually.TrueAsync(() => time.Waiting.Contains(HandlerSlot.Grace), () => "The grace has not begun.");
        var early = closing.IsCompleted;
        time.Advance(HandlerSlot.Grace);

        var (_, finished) = await closing;
        await delivering;
        Assert.False(early);
        Assert.False(finished);
        Assert.Contains((LogLevel.Error, "h:test is still at it, though told to give up, and is left behind"), logger.Lines);
        door.Open();
    }

    [Fact]
    public async Task A_serial_handler_that_keeps_its_thread_is_left_behind_and_what_waits_is_dropped()
    {
        using var release = new ManualResetEventSlim();
        var handler = Blocking(release);
        slot.Put(handler, Roomy);
        await DeliverAsync([1, 2, 3]);
        await Eventually.TrueAsync(() => !handler.Bodies.IsEmpty, () => "The handler was not called.");
        using var deadline = new CancellationTokenSource();
        await deadline.CancelAsync();

        var closing = slot.CloseAsync(deadline.Token);
        await Eventually.TrueAsync(() => time.Waiting.Contains(HandlerSlot.Grace), () => "The grace has not begun.");
        time.Advance(HandlerSlot.Grace);

        var (_, finished) = await closing.WaitAsync(ServerProcess.Patience);
        release.Set();
        Assert.False(finished);
        Assert.Equal(["1"], handler.Bodies);
        Assert.Equal((1, 2), (counters.Named("count.crashed").Value, counters.Named("count.dropped.stopped").Value));
    }

    [Fact]
    public async Task Who_replaces_a_serial_handler_that_keeps_its_thread_gets_what_waits_one_at_a_time()
    {
        using var release = new ManualResetEventSlim();
        var first = Blocking(release);
        slot.Put(first, Roomy);
        await DeliverAsync([1, 2]);
        await Eventually.TrueAsync(() => !first.Bodies.IsEmpty, () => "The handler was not called.");
        var next = door.Handler();
        var before = slot.Put(next, Roomy)!;
        using var deadline = new CancellationTokenSource();
        await deadline.CancelAsync();

        var clearing = slot.ClearAsync(before, deadline.Token);
        await Eventually.TrueAsync(() => time.Waiting.Contains(HandlerSlot.Grace), () => "The grace has not begun.");
        time.Advance(HandlerSlot.Grace);
        var finished = await clearing;
        before.Go();
        await door.ArrivalAsync();
        await DeliverAsync([3]);
        release.Set();
        door.Open();

        await slot.WhenIdleAsync().WaitAsync(ServerProcess.Patience);
        Assert.False(finished);
        Assert.Equal(["1"], first.Bodies);
        Assert.Equal(["2", "3"], next.Bodies);
        Assert.Equal((1, 2), (counters.Named("count.crashed").Value, counters.Named("count.ok").Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_comes_while_a_handler_is_away_waits_for_its_return(bool isConcurrent)
    {
        const int Count = 20_000;
        var model = isConcurrent ? null : OneWaits;
        var handlers = new List<StubHandler>();
        Occupant? Return() => slot.Put(New(), model);
        StubHandler New()
        {
            handlers.Add(new StubHandler());
            return handlers[^1];
        }

        Return();
        var sending = Task.Run(() => DeliverAsync(Enumerable.Range(0, Count)));
        while (!sending.IsCompleted)
        {
            await ClearAsync(slot.TakeOut(other: null, waits: true)!);
            await Task.Yield();
            await ClearAsync(Return()!);
        }

        await sending;
        await slot.WhenIdleAsync();
        Assert.True(handlers.Count > 2);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), handlers.SelectMany(handler => handler.Bodies));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_keeps_its_thread_uses_up_one_budget_after_the_other(bool isConcurrent)
    {
        using var release = new ManualResetEventSlim();
        var reasons = new List<string>();
        var watched = new HandlerSlot("h:test", new Traffic(counters, countTypes: true), time, logger, (_, why) => reasons.Add(why));
        watched.Put(Blocking(release), isConcurrent ? null : Roomy, new HealthLimits(0, 0, TimeSpan.FromMilliseconds(30), 3));

        var delivering = Task.Run(() => watched.DeliverAsync(Texts.Message("a", "1")).AsTask());
        await Eventually.TrueAsync(
            () =>
            {
                watched.Look();
                return reasons is not [];
            },
            () => "No budget was exceeded.");
        release.Set();

        await delivering;
        Assert.Contains("was exceeded", Assert.Single(reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_keep_their_thread_too_long_are_counted_though_nobody_looks()
    {
        var reasons = new List<string>();
        var watched = new HandlerSlot("h:test", new Traffic(counters, countTypes: true), time, logger, (_, why) => reasons.Add(why));
        var handler = new StubHandler((_, _) =>
        {
            var began = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(3 * CallClock.Long));
            return default;
        });
        watched.Put(handler, null, new HealthLimits(0, 0, TimeSpan.FromMilliseconds(2 * CallClock.Long), 3));

        for (var i = 0; i < 3; i++)
        {
            await watched.DeliverAsync(Texts.Message("a", "1"));
        }

        Assert.Single(reasons);
    }

    /// <summary>One message is with the handler, another one fills the mailbox.</summary>
    private async Task FillAsync()
    {
        await DeliverAsync([1]);
        await door.ArrivalAsync();
        await DeliverAsync([2]);
    }

    private async Task ClearAsync(Occupant before)
    {
        Assert.True(await slot.ClearAsync(before, CancellationToken.None));
        before.Go();
    }

    private async Task DeliverAsync<T>(IEnumerable<T> bodies)
    {
        foreach (var body in bodies)
        {
            await slot.DeliverAsync(Texts.Message("a", $"{body}"));
        }
    }

    private static StubHandler Blocking(ManualResetEventSlim release) => new((_, _) =>
    {
        release.Wait(CancellationToken.None);
        return default;
    });

    private sealed class SpeechlessException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private static async ValueTask Later(Exception failure)
    {
        await Task.Yield();
        throw failure;
    }
}
