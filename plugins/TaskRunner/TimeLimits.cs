namespace CC.Plugins.TaskRunner;

/// <summary>Says how long a task may take: as long as its section lets it, or less if the client wants less.</summary>
internal static class TimeLimits
{
    /// <summary>What timers take at most.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <param name="requested">Seconds; 0 if the client does not say.</param>
    /// <param name="ofSection">Zero if the section does not say.</param>
    /// <param name="usual">Zero for any time.</param>
    public static TimeSpan? Of(double requested, TimeSpan ofSection, TimeSpan usual)
    {
        var allowed = ofSection > TimeSpan.Zero ? ofSection : usual;
        TimeSpan? wanted = requested > 0 && requested < Longest.TotalSeconds ? TimeSpan.FromSeconds(requested) : null;
        return allowed == TimeSpan.Zero ? wanted
            : wanted < allowed ? wanted
            : allowed;
    }
}
