namespace CC.Plugins.SkyLog;

/// <summary>Lets something be told once in a while. Thread-safe.</summary>
internal sealed class Telling(TimeSpan interval, TimeProvider time)
{
    private readonly Lock gate = new();
    private long? last;

    public bool MayTell()
    {
        lock (gate)
        {
            if (last is { } before && time.GetElapsedTime(before) < interval)
            {
                return false;
            }

            last = time.GetTimestamp();
            return true;
        }
    }
}
