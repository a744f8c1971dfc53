using System.Collections.Concurrent;

namespace CC.Plugins.Database;

/// <summary>Lets each kind of thing be told once in a while. Thread-safe.</summary>
internal sealed class OncePerInterval(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> told = new();

    public bool MayTell(string kind)
    {
        var now = time.GetTimestamp();
        return told.TryGetValue(kind, out var before)
            ? time.GetElapsedTime(before, now) >= Interval && told.TryUpdate(kind, now, before)
            : told.TryAdd(kind, now);
    }
}
