using CC.Sdk.Options;

namespace CC.Plugins.JobMgr;

/// <summary>When a daemon that has ended is started again; stands in the daemon's section.</summary>
public sealed record WatchdogOptions
{
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
}
