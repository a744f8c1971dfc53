namespace CC.Plugins.TaskRouter;

/// <summary>What is to be done with a message for a runner.</summary>
/// <param name="Verdict">What.</param>
/// <param name="Book">What is known afterwards.</param>
/// <param name="Runner">The runner, if it is known.</param>
/// <param name="Task">The task, if it is remembered.</param>
internal sealed record Routing(Verdict Verdict, RouteBook Book, Registration? Runner = null, OpenTask? Task = null);
