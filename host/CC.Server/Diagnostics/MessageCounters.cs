namespace CC.Server.Diagnostics;

/// <summary>Messages, their octets, and the time spent on them.</summary>
internal sealed record MessageCounters(Counter Count, Counter Bytes, Counter Seconds)
{
    /// <summary>Adds in the calling thread's row.</summary>
    public void Add(CounterRow own, long bytes, long stopwatchTicks)
    {
        own.Add(Count.Index, 1);
        own.Add(Bytes.Index, bytes);
        if (stopwatchTicks != 0)
        {
            own.Add(Seconds.Index, stopwatchTicks);
        }
    }
}
