namespace CC.Zmtp.Tests;

public sealed class ReconnectDelayTests
{
    private static readonly ZmtpSocketOptions Options = new() { ReconnectDelay = TimeSpan.FromMilliseconds(100), ReconnectDelayMax = TimeSpan.FromSeconds(5) };

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 200)]
    [InlineData(3, 400)]
    [InlineData(6, 3200)]
    [InlineData(7, 5000)]
    [InlineData(1_000_000, 5000)]
    [InlineData(int.MaxValue, 5000)]
    public void Doubles_with_each_failure_up_to_the_longest_and_is_shortened_by_up_to_a_quarter(int failures, double milliseconds) =>
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(Options.ReconnectDelayAfter(failures).TotalMilliseconds, milliseconds * 0.75, milliseconds));

    [Fact]
    public void Differs_from_time_to_time_so_that_peers_do_not_return_all_at_once()
    {
        var delays = Enumerable.Range(0, 1000).Select(_ => Options.ReconnectDelayAfter(10).TotalMilliseconds).ToList();

        Assert.InRange(delays.Min(), 3750, 4000);
        Assert.InRange(delays.Max(), 4750, 5000);
    }

    [Fact]
    public void Is_never_so_short_that_trying_burns_time() =>
        Assert.Equal(TimeSpan.FromMilliseconds(10), (Options with { ReconnectDelay = TimeSpan.Zero }).ReconnectDelayAfter(5));
}
