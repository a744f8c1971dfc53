using System.Collections.Concurrent;

namespace CC.Server.Diagnostics;

/// <summary>Keeps the log readable when the same thing happens again and again: says for each kind whether it is time to mention it once more.</summary>
internal sealed class OncePerInterval(TimeSpan interval, TimeProvider time)
{
    /// <summary>Kinds can come from outside, so there must be an end to remembering them.</summary>
    private const int MaxKinds = 1000;

    private readonly ConcurrentDictionary<string, long> last = new();

    public bool IsTime(string kind)
    {
        var now = time.GetTimestamp();
        if (last.TryGetValue(kind, out var then) ? time.GetElapsedTime(then, now) < interval : last.Count >= MaxKinds)
        {
            return false;
        }

        last[kind] = now;
        return true;
    }
}
