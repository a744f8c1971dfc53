using CC.Sdk.Options;

namespace CC.Plugins.TaskRouter;

/// <summary>A task router's section.</summary>
public sealed record TaskRouterOptions
{
    /// <summary>A runner that has not registered for so long is forgotten; so is a silent task of a runner that can't be asked about it.</summary>
    [Option(Min = 1)]
    public TimeSpan RouteLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a task is remembered that is silent since it has ended, or since its runner has gone; and how long another one is silent before its runner is asked about it.</summary>
    [Option(Min = 1)]
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often it is looked what can be forgotten.</summary>
    [Option(Min = 0.1)]
    public TimeSpan MaintPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Tasks that are remembered; one more is refused.</summary>
    [Option(Min = 1, Max = 10_000_000)]
    public int MaxTasks { get; init; } = 100_000;

    /// <summary>Runners that are remembered; one more is refused.</summary>
    [Option(Min = 1, Max = 1_000_000)]
    public int MaxRunners { get; init; } = 10_000;
}
