using System.Collections.Concurrent;

namespace CC.Sdk.Testing.Fakes;

/// <summary>Counters that a test can read. Thread-safe.</summary>
public sealed class FakeMetrics : IMetrics
{
    private readonly ConcurrentDictionary<string, FakeCounter> counters = new();

    /// <summary>A counter's value; 0 if nobody has asked for it.</summary>
    public long this[string name] => counters.TryGetValue(name, out var counter) ? counter.Value : 0;

    /// <inheritdoc/>
    public ICounter Counter(string name) => counters.GetOrAdd(name, _ => new FakeCounter());

    /// <inheritdoc/>
    public void CountDropped(string reason, long messages, long bytes)
    {
        Counter("count.dropped").Add(messages);
        Counter("bytes.dropped").Add(bytes);
        Counter($"count.dropped.{reason}").Add(messages);
    }

    private sealed class FakeCounter : ICounter
    {
        private long value;

        public long Value => Interlocked.Read(ref value);

        public void Add(long amount) => Interlocked.Add(ref value, amount);
    }
}
