using CC.Server.Components;

namespace CC.Server.Tests.Components;

public sealed class DaemonHistoryTests
{
    private static readonly DaemonLimits Three = new(3, TimeSpan.FromMinutes(1));
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(59);

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void As_many_failures_in_a_row_as_the_limit_are_too_bad(int failures, bool isTooBad) =>
        Assert.Equal(isTooBad, After(failures, Three).TooBad(Three) is not null);

    [Fact]
    public void Without_a_limit_no_number_is_too_bad() => Assert.Null(After(1000, DaemonLimits.None).TooBad(DaemonLimits.None));

    [Fact]
    public void A_run_that_was_long_enough_begins_the_row_anew()
    {
        var history = After(2, Three).Begin().Fail("late", Three.Healthy, Three, default);

        Assert.Equal((3, 3, 1), (history.Starts, history.Failures, history.InRow));
        Assert.Null(history.TooBad(Three));
    }

    [Fact]
    public void What_is_too_bad_says_how_often_and_what_came_last()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(1);

        var history = After(2, Three).Begin().Fail("the last straw", Short, Three, now);

        Assert.Equal("3 runs in a row have failed, the last one: the last straw", history.TooBad(Three));
        Assert.Equal(("the last straw", now), history.LastError);
    }

    private static DaemonHistory After(int failures, DaemonLimits limits) =>
        Enumerable.Range(0, failures).Aggregate(new DaemonHistory(), (history, _) => history.Begin().Fail("x", Short, limits, default));
}
