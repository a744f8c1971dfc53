namespace CC.Server.Diagnostics;

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
