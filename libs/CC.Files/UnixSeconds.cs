namespace CC.Files;

/// <summary>
/// Times of files as messages have them: seconds since 1970, UTC, as a double. Near the present that is exact to about 0.24 microseconds, so different times may become the same double;
/// the same double always becomes the same ticks, by which times can be compared after a file was given one.
/// </summary>
public static class UnixSeconds
{
    /// <summary>The seconds of ticks since 1970.</summary>
    public static double Of(long ticks)
    {
        var (whole, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return whole + ((double)rest / TimeSpan.TicksPerSecond);
    }

    /// <summary>The ticks since 1970 of seconds; null if no file can have that time.</summary>
    public static long? TicksOf(double seconds)
    {
        var whole = Math.Floor(seconds);
        var isTime = whole >= (DateTime.MinValue - DateTime.UnixEpoch).TotalSeconds && whole < (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds - 1;
        return isTime ? ((long)whole * TimeSpan.TicksPerSecond) + (long)Math.Round((seconds - whole) * TimeSpan.TicksPerSecond) : null;
    }
}
