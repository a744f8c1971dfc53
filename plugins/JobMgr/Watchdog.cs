namespace CC.Plugins.JobMgr;

/// <summary>Decides how long to wait before a daemon that has ended is started again.</summary>
internal static class Watchdog
{
    /// <summary>The decision after a run.</summary>
    /// <param name="options">The formula.</param>
    /// <param name="starts">How often the daemon was started since it was last healthy, the run included.</param>
    /// <param name="ranFor">How long the run lasted.</param>
    /// <returns>The delay, and the number to count the next start from.</returns>
    public static (TimeSpan Delay, int Starts) Decide(WatchdogOptions options, int starts, TimeSpan ranFor)
    {
        var counted = ranFor >= options.WatchdogReset ? 1 : starts;
        var delay = options.WatchdogFormulaA + (options.WatchdogFormulaB * (counted - 1));
        var cap = options.WatchdogFormulaCap;
        return (cap > TimeSpan.Zero && delay > cap ? cap : delay, counted + 1);
    }
}
