using CC.Plugins.Delay;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Handlers.Tests.Delay;

public sealed class DelayHandlerTests : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private readonly ManualTime time = new();
    private readonly FakeMessages messages = new();
    private readonly FakeMetrics metrics = new();
    private readonly RecordingLogger<DelayHandler> logger = new();
    private DelayHandler? handler;

    public async ValueTask DisposeAsync() => await (handler?.DisposeAsync() ?? default);

    [Fact]
    public async Task Each_message_is_forwarded_when_its_time_has_come()
    {
        await HandleAsync("a");
        await TimerAsync(Delay);
        time.Advance(Delay / 2);
        await HandleAsync("b");
        var before = Forwarded();

        time.Advance(Delay / 2);
        await Eventually.TrueAsync(() => Forwarded() == "a", Forwarded);
        await TimerAsync(Delay / 2);
        time.Advance(Delay / 2);
        await Eventually.TrueAsync(() => Forwarded() == "ab", Forwarded);

        Assert.Equal("", before);
        Assert.All(messages.Forwarded, forwarded => Assert.Equal("h:next", forwarded.Section));
        Assert.Equal(0, metrics["delay.early"]);
    }

    [Fact]
    public async Task Without_a_delay_messages_go_through_in_order()
    {
        Make(new DelayOptions { ForwardTo = "h:next" });

        await HandleAsync("a", "b", "c");

        await Eventually.TrueAsync(() => Forwarded() == "abc", Forwarded);
    }

    [Fact]
    public async Task What_it_still_has_when_it_is_ended_goes_at_once_in_order()
    {
        await HandleAsync("a", "b", "c");

        await handler!.DisposeAsync();

        Assert.Equal("abc", Forwarded());
        Assert.Equal(3, metrics["delay.early"]);
        handler = null;
    }

    [Fact]
    public async Task One_more_than_fit_waits_and_can_give_up()
    {
        var room = new TaskCompletionSource();
        messages.OnForward = (_, _) => new ValueTask(room.Task);
        Make(new DelayOptions { ForwardTo = "h:next", QueueSize = 1 });
        await HandleAsync("a");
        await Eventually.TrueAsync(() => Forwarded() == "a", Forwarded);
        await HandleAsync("b");
        using var giveUp = new CancellationTokenSource();

        var third = handler!.HandleAsync(Messages.Of("id", "", "c", "{}", ""), CancellationToken.None).AsTask();
        var fourth = handler.HandleAsync(Messages.Of("id", "", "d", "{}", ""), giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fourth);
        var waited = !third.IsCompleted;
        room.SetResult();

        await third;
        await Eventually.TrueAsync(() => Forwarded() == "abc", Forwarded);
        Assert.True(waited);
    }

    [Fact]
    public async Task A_message_that_can_not_be_forwarded_is_logged_and_the_next_goes_on()
    {
        messages.OnForward = (_, message) => message.Type == "a" ? throw new InvalidOperationException("no") : default;
        Make(new DelayOptions { ForwardTo = "h:next" });

        await HandleAsync("a", "b");

        await Eventually.TrueAsync(() => Forwarded() == "ab", Forwarded);
        var (level, text) = Assert.Single(logger.Lines);
        Assert.Equal((LogLevel.Error, "a could not be given to h:next, and is lost"), (level, text));
        await Eventually.TrueAsync(() => metrics["delay.count.ok"] == 1, () => "it is not counted");
        var octets = Messages.Of("id", "", "a", "{}", "").ContentLength;
        Assert.Equal((2, 1, 2 * octets, octets, octets), (metrics["delay.count"], metrics["delay.count.crashed"], metrics["delay.bytes"], metrics["delay.bytes.ok"], metrics["delay.bytes.crashed"]));
    }

    private void Make(DelayOptions options) => handler = new DelayHandler(options, messages, metrics, time, logger);

    private async Task HandleAsync(params string[] types)
    {
        if (handler is null)
        {
            Make(new DelayOptions { ForwardTo = "h:next", Delay = Delay });
        }

        foreach (var type in types)
        {
            await handler!.HandleAsync(Messages.Of("id", "", type, "{}", ""), CancellationToken.None);
        }
    }

    private Task TimerAsync(TimeSpan due) => Eventually.TrueAsync(() => time.Waiting.Contains(due), () => "no timer waits");

    private string Forwarded() => string.Concat(messages.Forwarded.Select(forwarded => forwarded.Message.Type));
}
