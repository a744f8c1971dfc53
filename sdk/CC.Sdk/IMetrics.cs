namespace CC.Sdk;

/// <summary>A component's counters, shown in the node's statistics line and status file under the names given.</summary>
public interface IMetrics
{
    /// <summary>The counter of that name; made at the first call, shared by all who ask for the same name.</summary>
    ICounter Counter(string name);

    /// <summary>Counts messages that go no further, under <c>count.dropped</c> and under the reason: <c>count.dropped.REASON</c>.</summary>
    /// <param name="reason">Why: one of <see cref="DropReasons"/>, or one of the component's own, in lower case with dashes.</param>
    /// <param name="messages">How many.</param>
    /// <param name="bytes">Their octets, where known.</param>
    void CountDropped(string reason, long messages, long bytes);
}

/// <summary>A number that only grows, per statistics period and in total. Safe to use from any thread.</summary>
public interface ICounter
{
    /// <summary>Adds to the counter.</summary>
    void Add(long amount);
}
