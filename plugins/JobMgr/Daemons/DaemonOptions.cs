using CC.Plugins.JobMgr.Programs;
using CC.Sdk.Options;

namespace CC.Plugins.JobMgr.Daemons;

/// <summary>How a daemon is kept running; stands in the daemon's section.</summary>
public sealed record DaemonOptions : IValidatedOptions
{
    /// <summary>A program that is started as CC 0.8.7 starts its daemons, and puts itself into the background.</summary>
    [Option(Path = true)]
    public string Script { get; init; } = "";

    /// <summary>A program with its arguments, which stays in the foreground.</summary>
    public string Command { get; init; } = "";

    /// <summary>Where a program writes its process id, if it puts itself into the background.</summary>
    [Option("pidfile", Path = true)]
    public string PidFile { get; init; } = "";

    /// <summary>How long a program may take to heed each signal when it is stopped.</summary>
    [Option(Min = 0, Max = 3600)]
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A daemon that has sent <c>job.ping</c> once, and then none for so long, hangs, and is restarted; 0 is never.</summary>
    [Option(Min = 0)]
    public TimeSpan PingTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>A daemon that has run this long counts as healthy: the next restart is its first again.</summary>
    [Option(Min = 0)]
    public TimeSpan WatchdogReset { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>The delay of a restart is A + B * (number of the restart - 1).</summary>
    [Option(Min = 0)]
    public TimeSpan WatchdogFormulaA { get; init; } = TimeSpan.Zero;

    /// <inheritdoc cref="WatchdogFormulaA"/>
    [Option(Min = 0)]
    public TimeSpan WatchdogFormulaB { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest delay; 0 is none.</summary>
    [Option(Min = 0)]
    public TimeSpan WatchdogFormulaCap { get; init; } = TimeSpan.Zero;

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate() =>
        Command.Length > 0 && Launch.RuleBrokenBy(Command) is { } rule ? [("command", rule)] : [];
}
