namespace CC.Client.Security;

/// <summary>Remembers the last messages that were examined, so that one that several handlers get is examined once. Thread-safe.</summary>
internal sealed class RecentlyExamined
{
    /// <summary>A power of two, and few, as each keeps the array alive that its message came in.</summary>
    private const int Places = 64;

    private readonly Entry?[] entries = new Entry?[Places];

    public ExaminedMessage? Find(long arrival) => Volatile.Read(ref entries[arrival & (Places - 1)]) is { } entry && entry.Arrival == arrival ? entry.Message : null;

    public void Add(long arrival, ExaminedMessage message) => Volatile.Write(ref entries[arrival & (Places - 1)], new Entry(arrival, message));

    private sealed record Entry(long Arrival, ExaminedMessage Message);
}
