namespace CC.Plugins.Database;

/// <summary>
/// Remembers since when the database can't be reached. For as long as a call may wait, calls wait for it to come back; after that, one a second tries, and all others fail at once,
/// so that nothing piles up. Thread-safe.
/// </summary>
internal sealed class Outage(TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private long? since;
    private long lastTry;

    /// <summary>Whether a call should try to connect.</summary>
    public bool MayTry()
    {
        lock (gate)
        {
            if (!IsLong())
            {
                return true;
            }

            if (time.GetElapsedTime(lastTry) < BetweenTries)
            {
                return false;
            }

            lastTry = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Whether a call may wait a little, and then try again.</summary>
    public bool MayWait()
    {
        lock (gate)
        {
            return !IsLong();
        }
    }

    /// <summary>A try has failed. True the first time.</summary>
    public bool Begin()
    {
        lock (gate)
        {
            var isFirst = since is null;
            since ??= time.GetTimestamp();
            lastTry = time.GetTimestamp();
            return isFirst;
        }
    }

    /// <summary>A try has succeeded. True if it is the first after others have failed.</summary>
    public bool End()
    {
        lock (gate)
        {
            var isOver = since is not null;
            since = null;
            return isOver;
        }
    }

    private bool IsLong() => since is { } start && time.GetElapsedTime(start) >= limit;
}
