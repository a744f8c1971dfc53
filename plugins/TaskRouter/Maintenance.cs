namespace CC.Plugins.TaskRouter;

/// <summary>What came of looking for what is old.</summary>
/// <param name="Book">What is known afterwards.</param>
/// <param name="Runners">The runners that are forgotten.</param>
/// <param name="Forgotten">The tasks that are forgotten.</param>
/// <param name="Doubtful">The tasks about which their runners are to be asked.</param>
internal sealed record Maintenance(RouteBook Book, IReadOnlyList<Registration> Runners, IReadOnlyList<OpenTask> Forgotten, IReadOnlyList<OpenTask> Doubtful);
