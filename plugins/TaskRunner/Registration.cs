namespace CC.Plugins.TaskRunner;

/// <summary>Says when to register next. A router that answers forgets runners that are silent; CC 0.8.7's never answers, and is not to be troubled more often than its own runners do.</summary>
internal static class Registration
{
    /// <param name="isAnswered">Whether a router has ever answered.</param>
    /// <param name="sent">How often the runner has registered.</param>
    /// <param name="options">The periods.</param>
    public static TimeSpan Pause(bool isAnswered, int sent, TaskRunnerOptions options)
    {
        const int MostDoublings = 20;
        var growing = options.Heartbeat * Math.Pow(2, Math.Clamp(sent - 1, 0, MostDoublings)); // A router may just be starting, too.
        return isAnswered || options.RegPeriod < options.Heartbeat ? Shorter(options.Heartbeat, options.RegPeriod) : Shorter(growing, options.RegPeriod);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan another) => one < another ? one : another;
}
