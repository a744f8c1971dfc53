namespace CC.Files.Tests;

public sealed class UnixSecondsTests
{
    [Fact]
    public void A_time_near_the_present_that_became_ticks_becomes_the_same_time_again()
    {
        var random = new Random(1);

        for (var i = 0; i < 100_000; i++)
        {
            var seconds = 1e9 + (random.NextDouble() * 3e9);
            Assert.Equal(seconds, UnixSeconds.Of(UnixSeconds.TicksOf(seconds)!.Value));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1.5, 15_000_000)]
    [InlineData(-0.25, -2_500_000)]
    [InlineData(1700000000.1234567, 17000000001234567)]
    public void Ticks_are_a_ten_millionth_of_a_second(double seconds, long ticks)
    {
        Assert.InRange(UnixSeconds.TicksOf(seconds)!.Value, ticks - 1, ticks + 1);
        Assert.Equal(seconds, UnixSeconds.Of(ticks), 1e-6);
    }

    [Theory]
    [InlineData(1e99)]
    [InlineData(-1e99)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_no_file_can_have_is_no_time(double seconds) => Assert.Null(UnixSeconds.TicksOf(seconds));
}
