using CC.Files;
using CC.Plugins.TailWriter;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.Tests.TailWriter;

public sealed class ArrivalQueueTests
{
    private readonly ArrivalQueue queue = new(maxOctets: 10_000);

    [Fact]
    public async Task Arrivals_leave_in_the_order_in_which_they_came()
    {
        var arrivals = new[] { Arrival(1), Arrival(2), Arrival(3) };
        foreach (var arrival in arrivals)
        {
            Assert.True(await queue.AddAsync(arrival, default));
        }

        Assert.Equal<Arrival?>(arrivals, [queue.TryTake(), queue.TryTake(), queue.TryTake()]);
        Assert.Null(queue.TryTake());
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(0)]
    public async Task Who_brings_more_than_fits_waits(int octets)
    {
        var waiting = await FillAsync(octets);

        while (!waiting.IsCompleted && queue.TryTake() is not null)
        {
        }

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Who_waits_may_give_up_and_leaves_nothing_behind()
    {
        using var patience = new CancellationTokenSource();
        await FillAsync(5000);
        var waiting = queue.AddAsync(Arrival(7), patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        var left = Enumerable.Range(0, 10).Select(_ => queue.TryTake()).OfType<Arrival>();
        Assert.DoesNotContain(left, arrival => arrival.Packed.Length == 7);
    }

    [Fact]
    public async Task A_closed_queue_hands_out_what_it_has_and_takes_no_more()
    {
        var waiting = await FillAsync(5000);

        queue.Close();

        Assert.False(await waiting);
        Assert.False(await queue.AddAsync(Arrival(1), default));
        Assert.True(queue.Wait(Timeout.InfiniteTimeSpan));
        while (queue.TryTake() is not null)
        {
        }

        Assert.False(queue.Wait(Timeout.InfiniteTimeSpan));
    }

    private static Arrival Arrival(int octets) =>
        new(new LogtailFragment { Req = "pub.logtail", Filename = "f", Fpos = 0, StDev = 1, StIno = 1 }, new byte[octets], Codec.None, "/f", default(MessageRoute), int.MaxValue);

    /// <summary>Adds until somebody has to wait.</summary>
    private async Task<Task<bool>> FillAsync(int octets)
    {
        for (var i = 0; i < 1000; i++)
        {
            var adding = queue.AddAsync(Arrival(octets), default).AsTask();
            if (!adding.IsCompleted)
            {
                return adding;
            }

            Assert.True(await adding);
        }

        throw new InvalidOperationException("Everything fits.");
    }
}
