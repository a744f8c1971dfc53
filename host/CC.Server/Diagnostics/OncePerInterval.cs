using System.Collections.Concurrent;

namespace CC.Server.Diagnostics;

/// <summary>Keeps the log readable when the same thing happens again and again: says for each kind whether it is time to mention it once more. Thread-safe.</summary>
internal sealed class OncePerInterval(TimeSpan interval, TimeProvider time)
{
    /// <summary>Kinds can come from outside, so there must be an end to remembering them.</summary>
    public const int MaxKinds = 1000;

    private readonly ConcurrentDictionary<string, long> last = new();
    private long tidied = time.GetTimestamp();

    public bool IsTime(string kind)
    {
        var now = time.GetTimestamp();
        return last.TryGetValue(kind, out var then)
            ? time.GetElapsedTime(then, now) >= interval && last.TryUpdate(kind, now, then)
            : !IsFull(now) && last.TryAdd(kind, now);
    }

    /// <summary>Whether there is no room for another kind, now that those are forgotten that were mentioned long ago.</summary>
    private bool IsFull(long now)
    {
        var before = Interlocked.Read(ref tidied);
        if (last.Count >= MaxKinds && time.GetElapsedTime(before, now) >= interval && Interlocked.CompareExchange(ref tidied, now, before) == before)
        {
            foreach (var old in last.Where(entry => time.GetElapsedTime(entry.Value, now) >= interval))
            {
                last.TryRemove(old);
            }
        }

        return last.Count >= MaxKinds;
    }
}
