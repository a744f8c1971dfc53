using CC.Plugins.TaskRouter;

namespace CC.Handlers.Tests.TaskRouter;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(0.001, 1)]
    [InlineData(5, 5)]
    [InlineData(2.5, 2.5)]
    [InlineData(1e9, 3600)]
    [InlineData(double.PositiveInfinity, 3600)]
    public void An_announced_period_is_kept_within_reason(double announced, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), Registration.PeriodOf(announced, TimeSpan.FromHours(1)));

    [Theory]
    [InlineData(5, 15, false)]
    [InlineData(5, 15.1, true)]
    [InlineData(0, 100_000, false)]
    public void Three_periods_of_silence_are_too_many_where_one_was_announced(double period, double silence, bool expected)
    {
        var runner = Of(period) with { Heard = TimeSpan.FromSeconds(10) };

        Assert.Equal(expected, runner.IsSilent(TimeSpan.FromSeconds(10 + silence)));
    }

    [Theory]
    [InlineData(5, false, "alive")]
    [InlineData(0, false, "registered")]
    [InlineData(5, true, "gone")]
    [InlineData(0, true, "gone")]
    public void Of_a_runner_that_announces_nothing_nobody_knows_if_it_lives(double period, bool isGone, string expected) =>
        Assert.Equal(expected, (Of(period) with { IsGone = isGone }).State);

    private static Registration Of(double period) => new("h", default, default, default, default, TimeSpan.FromSeconds(period), null);
}
