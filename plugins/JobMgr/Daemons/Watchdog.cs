namespace CC.Plugins.JobMgr.Daemons;

/// <summary>Decides how long to wait before a daemon that has ended is started again.</summary>
internal static class Watchdog
{
    /// <summary>Whatever the formula says, a daemon that ends at once is not started again and again without a pause.</summary>
    public static readonly TimeSpan LeastButFirst = TimeSpan.FromSeconds(1);

    /// <summary>As long as timers take.</summary>
    public static readonly TimeSpan Greatest = TimeSpan.FromDays(49);

    /// <summary>The decision after a run.</summary>
    /// <param name="options">The formula.</param>
    /// <param name="starts">How often the daemon was started since it was last healthy, the run included.</param>
    /// <param name="ranFor">How long the run lasted.</param>
    /// <returns>The delay, and the number to count the next start from.</returns>
    public static (TimeSpan Delay, int Starts) Decide(DaemonOptions options, int starts, TimeSpan ranFor)
    {
        var counted = ranFor >= options.WatchdogReset ? 1 : starts;
        var seconds = options.WatchdogFormulaA.TotalSeconds + (options.WatchdogFormulaB.TotalSeconds * (counted - 1));
        var cap = options.WatchdogFormulaCap > TimeSpan.Zero ? options.WatchdogFormulaCap : Greatest;
        var delay = TimeSpan.FromSeconds(Math.Min(seconds, cap.TotalSeconds));
        return (counted > 1 && delay < LeastButFirst ? LeastButFirst : delay, counted == int.MaxValue ? counted : counted + 1);
    }
}
