using System.Diagnostics;
using CC.Server.Routing;

namespace CC.Server.Tests.Routing;

public sealed class CallClockTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;

    private CallClock clock;

    [Fact]
    public void Calls_that_do_not_come_thick_are_each_timed() =>
        Assert.All(Enumerable.Range(0, 10_000), i => Assert.True(clock.IsTimed(i / CallClock.Share)));

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(31)]
    public void Those_timed_stand_for_all_whatever_the_pattern(int period)
    {
        const int calls = 1_000_000;
        var (real, counted, timed) = (0L, 0L, 0);

        for (var i = 0; i < calls; i++)
        {
            var took = i % period == 0 ? 1000 : 10;
            real += took;
            var isTimed = clock.IsTimed(i / 10_000);
            timed += isTimed ? 1 : 0;
            counted += isTimed ? clock.Timed(took) : clock.Untimed(0);
        }

        Assert.InRange(timed, 0, calls / 10);
        Assert.InRange((double)counted / real, 0.97, 1.03);
    }

    [Fact]
    public void A_call_that_takes_long_counts_for_itself_and_leaves_what_others_stand_for()
    {
        while (clock.IsTimed(0))
        {
            clock.Timed(1);
        }

        clock.Untimed(0);
        Assert.Equal(CallClock.Long * Millisecond, clock.Untimed(CallClock.Long));
        Assert.Equal(2 * Millisecond, clock.Timed(Millisecond));
        Assert.True(CallClock.IsLong(CallClock.Long * Millisecond));
        Assert.False(CallClock.IsLong((CallClock.Long * Millisecond) - 1));
    }
}
