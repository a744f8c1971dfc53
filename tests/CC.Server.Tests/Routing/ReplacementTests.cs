using CC.Sdk.Testing.Fakes;
using CC.Server.Diagnostics;
using CC.Server.Routing;

namespace CC.Server.Tests.Routing;

/// <summary>Many threads deliver to a handler that is called directly, while it is replaced again and again.</summary>
public sealed class ReplacementTests
{
    private const int Replacements = 3000;
    private const int Senders = 4;

    [Fact]
    public async Task Nobody_is_called_after_it_was_cleared_and_nothing_is_lost_or_miscounted()
    {
        var counters = new Counters();
        var slot = new HandlerSlot("h:test", new Traffic(counters, countTypes: false), new ManualTime(), new RecordingLogger<HandlerSlot>());
        var handlers = Enumerable.Range(0, Replacements + 1).Select(_ => new ReplacedHandler()).ToArray();
        slot.Put(handlers[0], null);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var stopping = new CancellationTokenSource();
        var sending = Enumerable.Range(0, Senders).Select(_ => Task.Run(() => SendAsync(slot, stopping.Token))).ToArray();
        var calls = 0L;

        for (var i = 1; i <= Replacements; i++)
        {
            var before = slot.Put(handlers[i], null)!;
            Assert.True(await slot.ClearAsync(before, patience.Token));
            handlers[i - 1].Clear();
            calls += before.Health.Calls;
        }

        await stopping.CancelAsync();
        var sent = (await Task.WhenAll(sending)).Sum();
        Assert.All(handlers, handler => Assert.Equal(0, handler.Late));
        Assert.Equal(sent, handlers.Sum(handler => handler.Handled));
        Assert.Equal(sent, counters.Named("count.ok").Value);
        Assert.Equal(sent, calls + slot.Occupant!.Health.Calls);
    }

    private static async Task<long> SendAsync(HandlerSlot slot, CancellationToken stopping)
    {
        var message = Texts.Message("a");
        var sent = 0L;
        for (; !stopping.IsCancellationRequested; sent++)
        {
            await slot.DeliverAsync(message, CancellationToken.None);
        }

        return sent;
    }
}
