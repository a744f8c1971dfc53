using System.Diagnostics;

namespace CC.Server.Routing;

/// <summary>When a call began.</summary>
/// <param name="Tick">By the coarse clock, in milliseconds.</param>
/// <param name="Timestamp">By the stopwatch; 0 for a call that is not timed.</param>
internal readonly record struct CallStart(long Tick, long Timestamp)
{
    public bool IsTimed => Timestamp != 0;

    /// <summary>When it began by the stopwatch; to within a tick for a call that is not timed.</summary>
    public long Began => IsTimed ? Timestamp : Stopwatch.GetTimestamp() - ((Environment.TickCount64 - Tick) * Stopwatch.Frequency / 1000);
}
