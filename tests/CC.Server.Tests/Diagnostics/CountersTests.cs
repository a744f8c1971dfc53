using System.Diagnostics;
using CC.Sdk;
using CC.Server.Diagnostics;

namespace CC.Server.Tests.Diagnostics;

public sealed class CountersTests
{
    private readonly Counters counters = new();

    [Fact]
    public void Counters_of_one_name_are_one()
    {
        IMetrics metrics = counters;

        metrics.Counter("mine").Add(2);
        metrics.Counter("mine").Add(3);

        Assert.Equal(["mine: 5"], Lines());
    }

    [Fact]
    public void What_is_dropped_counts_in_all_and_by_its_reason()
    {
        counters.CountDropped("no-route", 1, 10);
        counters.CountDropped("of-my-own", 2, 5);

        Assert.Equal(["bytes.dropped: 15", "count.dropped: 3", "count.dropped.no-route: 1", "count.dropped.of-my-own: 2"], Lines());
    }

    [Fact]
    public void Time_is_shown_in_seconds()
    {
        counters.Time("seconds").Add(Stopwatch.Frequency * 5 / 2);

        Assert.Equal(["seconds: 2.5"], Lines());
    }

    [Fact]
    public void Counting_loses_nothing_between_threads()
    {
        Parallel.For(0, 10_000, i => counters.CountDropped($"reason-{i % 3}", 1, 1));

        Assert.Equal(10_000, counters.Named("count.dropped").Value);
    }

    [Fact]
    public void What_threads_have_counted_stays_when_they_have_ended()
    {
        for (var i = 0; i < 50; i++)
        {
            var thread = new Thread(() => counters.CountDropped($"reason-{i}", 1, 10));
            thread.Start();
            thread.Join();
        }

        Assert.Equal((50, 500), (counters.Named("count.dropped").Value, counters.Named("bytes.dropped").Value));
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(1, counters.Named($"count.dropped.reason-{i}").Value));
    }

    private IEnumerable<string> Lines() => counters.Snapshot().Select(entry => $"{entry.Key}: {Statistics.Format(entry.Value)}");
}
