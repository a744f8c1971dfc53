using CC.Supervision.Jobs;

namespace CC.Supervision.Tests.Jobs;

/// <summary>What is to be done later, and is called off at the last moment.</summary>
public sealed class LaterTests
{
    [Fact]
    public void What_waits_for_the_lock_while_it_is_called_off_is_not_done()
    {
        var (time, gate, done) = (new CapturedTimers(), new Lock(), 0);
        var called = new Later(time, gate, TimeSpan.Zero, () => done++);
        time.Due!(null);
        var calledOff = new Later(time, gate, TimeSpan.Zero, () => done += 10);

        lock (gate)
        {
            calledOff.Dispose();
        }

        time.Due!(null); // whose thread had come so far before
        called.Dispose();
        Assert.Equal(1, done);
    }

    [Fact]
    public void A_year_is_not_too_long()
    {
        using var later = new Later(TimeProvider.System, new Lock(), TimeSpan.FromDays(365), () => { });

        Assert.Throws<ArgumentOutOfRangeException>(() => TimeProvider.System.CreateTimer(_ => { }, null, TimeSpan.FromDays(365), Timeout.InfiniteTimeSpan));
    }

    private sealed class CapturedTimers : TimeProvider
    {
        public TimerCallback? Due { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Due = callback;
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
