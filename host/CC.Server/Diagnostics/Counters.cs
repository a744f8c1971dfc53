using System.Collections.Concurrent;
using CC.Sdk;

namespace CC.Server.Diagnostics;

/// <summary>The node's counters by name; they only grow. Periods are told apart by whoever reads them. Each thread counts in a row of its own, and whoever reads adds the rows up.</summary>
internal sealed class Counters : IMetrics
{
    private readonly PerThread<CounterRow> rows = new();
    private readonly ConcurrentDictionary<string, Counter> counters = new();
    private readonly ConcurrentDictionary<string, Counter> dropped = new();
    private readonly Counter allDropped;
    private readonly Counter allBytesDropped;
    private int made;

    public Counters()
    {
        allDropped = Named("count.dropped");
        allBytesDropped = Named("bytes.dropped");
    }

    /// <summary>The calling thread's row, for who adds to several counters at once.</summary>
    public CounterRow Own => rows.Own;

    ICounter IMetrics.Counter(string name) => Named(name);

    public void CountDropped(string reason, long messages, long bytes)
    {
        allDropped.Add(messages);
        allBytesDropped.Add(bytes);
        dropped.GetOrAdd(reason, static (reason, all) => all.Named($"count.dropped.{reason}"), this).Add(messages);
    }

    public Counter Named(string name) => Get(name, isTime: false);

    /// <summary>A counter of time, given in stopwatch ticks and shown in seconds.</summary>
    public Counter Time(string name) => Get(name, isTime: true);

    /// <summary>count, bytes and seconds with a suffix, such as <c>.ok</c>.</summary>
    public MessageCounters Group(string suffix) => new(Named($"count{suffix}"), Named($"bytes{suffix}"), Time($"seconds{suffix}"));

    /// <summary>All counters that are not zero, by name.</summary>
    public SortedDictionary<string, double> Snapshot() =>
        new(counters.Where(entry => entry.Value.Value != 0).ToDictionary(entry => entry.Key, entry => entry.Value.Value), StringComparer.Ordinal);

    /// <summary>Two who ask for a new name at once may make two, of which one is never used.</summary>
    private Counter Get(string name, bool isTime) =>
        counters.TryGetValue(name, out var known) ? known
        : counters.GetOrAdd(name, new Counter(rows, Interlocked.Increment(ref made) - 1, isTime));
}
