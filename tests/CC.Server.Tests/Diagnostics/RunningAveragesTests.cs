using CC.Server.Diagnostics;

namespace CC.Server.Tests.Diagnostics;

public sealed class RunningAveragesTests
{
    private readonly Counters counters = new();
    private readonly RunningAverages averages;

    public RunningAveragesTests() => averages = new RunningAverages(counters);

    [Fact]
    public void Shows_sum_per_bucket_and_per_second_of_the_buckets_that_are_closed()
    {
        Fill(10);
        Fill(20);
        counters.Named("count").Add(1000);

        Assert.Equal(
            ["[avg:60]", "count: 30 15 3", "", "[avg:300]", "count: 30 15 3", "", "[avg:900]", "count: 30 15 3", ""],
            averages.Lines());
    }

    [Fact]
    public void Each_window_forgets_what_is_older()
    {
        Fill(1);
        for (var i = 0; i < 59; i++)
        {
            Fill(2);
        }

        Assert.Equal(["[avg:60]", "count: 24 2 0.4", "", "[avg:300]", "count: 119 1.983333 0.396667"], averages.Lines().Take(5));

        for (var i = 0; i < 179; i++)
        {
            Fill(0);
        }

        Assert.Equal(["[avg:60]", "", "[avg:300]", "", "[avg:900]", "count: 2 0.011111 0.002222", ""], averages.Lines());
    }

    [Fact]
    public void Before_the_first_bucket_is_closed_there_are_only_headings() =>
        Assert.Equal(["[avg:60]", "", "[avg:300]", "", "[avg:900]", ""], averages.Lines());

    private void Fill(int count)
    {
        counters.Named("count").Add(count);
        averages.Sample();
    }
}
