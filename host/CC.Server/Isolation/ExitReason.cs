using CC.Server.Lifetime;

namespace CC.Server.Isolation;

/// <summary>Says in words how a process has ended.</summary>
internal static class ExitReason
{
    /// <summary>The runtime adds this to the signal that has ended a process.</summary>
    private const int SignalBase = 128;

    /// <summary>Signals whose numbers are the same on all systems, and the reasons that they mostly have here.</summary>
    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [6] = "SIGABRT, the end of a process that the runtime can't go on with",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
    };

    public static string Of(int exitCode) => exitCode switch
    {
        (int)ExitCode.Component => "failed",
        (int)ExitCode.Plugin => "could not make the daemon",
        > SignalBase when Signals.TryGetValue(exitCode - SignalBase, out var signal) => $"was killed by {signal}",
        > SignalBase and < SignalBase + 65 => $"was killed by signal {exitCode - SignalBase}",
        _ => $"ended with exit code {exitCode}",
    };
}
