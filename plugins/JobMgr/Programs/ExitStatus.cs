namespace CC.Plugins.JobMgr.Programs;

/// <summary>How a process has ended, as waitpid(2) has it.</summary>
internal readonly record struct ExitStatus(int Status)
{
    private const int SignalMask = 0x7f;

    /// <summary>Signals whose numbers are the same on all systems.</summary>
    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
    };

    /// <summary>Whether it has ended by itself, and says that all is well.</summary>
    public bool IsSuccess => Status == 0;

    public override string ToString() => (Status & SignalMask) switch
    {
        0 => $"ended with exit code {(Status >> 8) & 0xff}",
        var signal when Signals.TryGetValue(signal, out var name) => $"was killed by {name}",
        var signal => $"was killed by signal {signal}",
    };
}
