namespace CC.Zmtp.Connections;

/// <summary>
/// Finds out that a peer makes no end of a message: looked at in equal spans, the same message was unfinished all along
/// and hardly any of it came. Told by the read loop, asked by a timer.
/// </summary>
internal sealed class Progress
{
    /// <summary>What of an unfinished message must come from one look to the next.</summary>
    public const int LeastOctets = 64 * 1024;

    private long octets;
    private long finished;
    private long pauses;
    private volatile bool isUnfinished;
    private (long Octets, long Finished, long Pauses, bool IsUnfinished) seen;

    /// <summary>Octets came.</summary>
    public void OnRead(int count) => Volatile.Write(ref octets, octets + count);

    /// <summary>More is waited for: the rest of what has begun, or something new, after so many messages and commands.</summary>
    public void OnWait(bool hasPart, long whole)
    {
        Volatile.Write(ref finished, whole);
        isUnfinished = hasPart;
    }

    /// <summary>Nothing is read for now, because the application lags behind: that is no fault of the peer's.</summary>
    public void OnPause()
    {
        Volatile.Write(ref pauses, pauses + 1);
        isUnfinished = false;
    }

    /// <summary>Whether nothing to speak of has happened since the last look.</summary>
    public bool Look()
    {
        var last = seen;
        seen = (Volatile.Read(ref octets), Volatile.Read(ref finished), Volatile.Read(ref pauses), isUnfinished);
        return last.IsUnfinished
            && seen.IsUnfinished
            && (seen.Finished, seen.Pauses) == (last.Finished, last.Pauses)
            && seen.Octets - last.Octets < LeastOctets;
    }
}
