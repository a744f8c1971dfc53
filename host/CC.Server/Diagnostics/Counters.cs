using System.Collections.Concurrent;
using CC.Sdk;

namespace CC.Server.Diagnostics;

/// <summary>The node's counters by name; they only grow. Periods are told apart by whoever reads them.</summary>
internal sealed class Counters : IMetrics
{
    private readonly ConcurrentDictionary<string, Counter> counters = new();
    private readonly ConcurrentDictionary<string, Counter> dropped = new();
    private readonly Counter allDropped;
    private readonly Counter allBytesDropped;

    public Counters()
    {
        allDropped = Named("count.dropped");
        allBytesDropped = Named("bytes.dropped");
    }

    ICounter IMetrics.Counter(string name) => Named(name);

    public void CountDropped(string reason, long messages, long bytes)
    {
        allDropped.Add(messages);
        allBytesDropped.Add(bytes);
        dropped.GetOrAdd(reason, static (reason, all) => all.Named($"count.dropped.{reason}"), this).Add(messages);
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
