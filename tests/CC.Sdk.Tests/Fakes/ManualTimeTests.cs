using CC.Sdk.Testing.Fakes;

namespace CC.Sdk.Tests.Fakes;

public sealed class ManualTimeTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void Stands_still_until_it_is_moved()
    {
        var (now, timestamp) = (time.GetUtcNow(), time.GetTimestamp());

        time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(now.AddSeconds(90), time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(90), time.GetElapsedTime(timestamp));
    }

    [Fact]
    public void Setting_the_clock_lets_no_time_pass()
    {
        var timestamp = time.GetTimestamp();
        var fired = false;
        using var timer = time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        time.SetUtcNow(time.GetUtcNow().AddDays(1));

        Assert.Equal(TimeSpan.Zero, time.GetElapsedTime(timestamp));
        Assert.False(fired);
    }

    [Fact]
    public void Timers_fire_in_order_each_at_its_time()
    {
        var start = time.GetUtcNow();
        var fired = new List<string>();
        using var slow = time.CreateTimer(_ => fired.Add($"slow {(time.GetUtcNow() - start).TotalSeconds}"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var fast = time.CreateTimer(_ => fired.Add($"fast {(time.GetUtcNow() - start).TotalSeconds}"), null, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.5));

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["fast 1.5", "slow 2", "fast 3", "slow 4", "fast 4.5"], fired);
    }

    [Fact]
    public void A_timer_without_a_period_fires_once()
    {
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_timer_can_be_changed_and_disposed_from_its_own_callback()
    {
        var fired = 0;
        ITimer timer = null!;
        timer = time.CreateTimer(
            _ =>
            {
                if (++fired == 3)
                {
                    timer.Dispose();
                }
            },
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1));

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(3, fired);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public async Task Delays_end_as_time_passes()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(5), time);
        Assert.Equal([TimeSpan.FromSeconds(5)], time.Waiting);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal([TimeSpan.FromSeconds(1)], time.Waiting);

        time.Advance(TimeSpan.FromSeconds(1));

        await delay;
        Assert.Empty(time.Waiting);
    }

    [Fact]
    public void Is_in_no_time_zone() => Assert.Equal(TimeSpan.Zero, time.GetLocalNow().Offset);
}
