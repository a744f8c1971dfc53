namespace CC.Plugins.TaskRouter;

/// <summary>Decides how long a silent task is remembered.</summary>
internal static class TaskLifetime
{
    /// <summary>How often a runner is asked about a task, and does not answer, before it is forgotten.</summary>
    public const int MostProbes = 3;

    /// <summary>
    /// What has ended, or whose runner is gone, is forgotten after <c>reply-timeout</c>. Of a runner that lives, a long task may be silent: one that can be asked is asked, and
    /// of one that can't, it is remembered for <c>route-lifetime</c>.
    /// </summary>
    public static TaskFate Decide(OpenTask task, Registration? runner, TimeSpan now, TaskRouterOptions options)
    {
        var silence = now - task.Heard;
        return silence <= options.ReplyTimeout ? TaskFate.Keep
            : task.IsEnded || task.IsQuestion || runner is null or { IsGone: true } ? TaskFate.Forget
            : !runner.AnswersQuestions ? (silence > options.RouteLifetime ? TaskFate.Forget : TaskFate.Keep)
            : silence <= (task.Probes + 1) * options.ReplyTimeout ? TaskFate.Keep
            : task.Probes < MostProbes ? TaskFate.Probe
            : TaskFate.Forget;
    }
}
