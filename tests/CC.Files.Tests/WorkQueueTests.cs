namespace CC.Files.Tests;

public sealed class WorkQueueTests
{
    private readonly WorkQueue<byte[]> queue = new(maxOctets: 10_000, item => item.Length);

    [Fact]
    public async Task Items_leave_in_the_order_in_which_they_came()
    {
        var items = new[] { new byte[1], new byte[2], new byte[3] };
        foreach (var item in items)
        {
            Assert.True(await queue.AddAsync(item, default));
        }

        Assert.Equal<byte[]?>(items, [queue.TryTake(), queue.TryTake(), queue.TryTake()]);
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
        var waiting = queue.AddAsync(new byte[7], patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        var left = Enumerable.Range(0, 10).Select(_ => queue.TryTake()).OfType<byte[]>();
        Assert.DoesNotContain(left, item => item.Length == 7);
    }

    [Fact]
    public async Task A_closed_queue_hands_out_what_it_has_and_takes_no_more()
    {
        var waiting = await FillAsync(5000);

        queue.Close();

        Assert.False(await waiting);
        Assert.False(await queue.AddAsync(new byte[1], default));
        Assert.True(queue.Wait(Timeout.InfiniteTimeSpan));
        while (queue.TryTake() is not null)
        {
        }

        Assert.False(queue.Wait(Timeout.InfiniteTimeSpan));
    }

    /// <summary>Adds until somebody has to wait.</summary>
    private async Task<Task<bool>> FillAsync(int octets)
    {
        for (var i = 0; i < 1000; i++)
        {
            var adding = queue.AddAsync(new byte[octets], default).AsTask();
            if (!adding.IsCompleted)
            {
                return adding;
            }

            Assert.True(await adding);
        }

        throw new InvalidOperationException("Everything fits.");
    }
}
