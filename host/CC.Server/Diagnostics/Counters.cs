using System.Collections.Concurrent;
using System.Diagnostics;
using CC.Sdk;

namespace CC.Server.Diagnostics;

/// <summary>The node's counters by name; they only grow. Periods are told apart by whoever reads them.</summary>
internal sealed class Counters : IMetrics
{
    private readonly ConcurrentDictionary<string, Counter> counters = new();

    ICounter IMetrics.Counter(string name) => Named(name);

    public void CountDropped(string reason, long messages, long bytes)
    {
        Named("count.dropped").Add(messages);
        Named("bytes.dropped").Add(bytes);
        Named($"count.dropped.{reason}").Add(messages);
    }

    public Counter Named(string name) => counters.GetOrAdd(name, static _ => new Counter(isTime: false));

    /// <summary>A counter of time, given in stopwatch ticks and shown in seconds.</summary>
    public Counter Time(string name) => counters.GetOrAdd(name, static _ => new Counter(isTime: true));

    /// <summary>count, bytes and seconds with a suffix, such as <c>.ok</c>.</summary>
    public MessageCounters Group(string suffix) => new(Named($"count{suffix}"), Named($"bytes{suffix}"), Time($"seconds{suffix}"));

    /// <summary>All counters that are not zero, by name.</summary>
    public SortedDictionary<string, double> Snapshot() =>
        new(counters.Where(entry => entry.Value.Value != 0).ToDictionary(entry => entry.Key, entry => entry.Value.Value), StringComparer.Ordinal);
}

/// <summary>Messages, their octets, and the time spent on them.</summary>
internal sealed record MessageCounters(Counter Count, Counter Bytes, Counter Seconds)
{
    public void Add(long bytes, long stopwatchTicks)
    {
        Count.Add(1);
        Bytes.Add(bytes);
        Seconds.Add(stopwatchTicks);
    }
}

/// <summary>One counter.</summary>
internal sealed class Counter(bool isTime) : ICounter
{
    private long total;

    public double Value => isTime ? Math.Round((double)Interlocked.Read(ref total) / Stopwatch.Frequency, 6) : Interlocked.Read(ref total);

    public void Add(long amount) => Interlocked.Add(ref total, amount);
}
