using CC.Plugins.TaskRouter;

namespace CC.Handlers.Tests.TaskRouter;

public sealed class TaskLifetimeTests
{
    private static readonly TaskRouterOptions Options = new();

    [Theory]
    [InlineData(300, TaskFate.Keep)]
    [InlineData(301, TaskFate.Forget)]
    internal void What_has_ended_is_remembered_for_reply_timeout(double silence, TaskFate expected) =>
        Assert.Equal(expected, Decide(silence, new OpenTask("t", "h", "", [], default, IsEnded: true), Runner()));

    [Theory]
    [InlineData(300, TaskFate.Keep)]
    [InlineData(301, TaskFate.Forget)]
    internal void A_question_is_remembered_for_reply_timeout(double silence, TaskFate expected) =>
        Assert.Equal(expected, Decide(silence, new OpenTask("t", "h", "", [], default, IsQuestion: true), Runner()));

    [Theory]
    [InlineData(300, TaskFate.Keep)]
    [InlineData(301, TaskFate.Forget)]
    internal void Without_its_runner_a_task_is_remembered_for_reply_timeout(double silence, TaskFate expected)
    {
        Assert.Equal(expected, Decide(silence, Task(), null));
        Assert.Equal(expected, Decide(silence, Task(), Runner() with { IsGone = true }));
    }

    [Theory]
    [InlineData(300, 0, TaskFate.Keep)]
    [InlineData(301, 0, TaskFate.Probe)]
    [InlineData(600, 1, TaskFate.Keep)]
    [InlineData(601, 1, TaskFate.Probe)]
    [InlineData(901, 2, TaskFate.Probe)]
    [InlineData(1200, 3, TaskFate.Keep)]
    [InlineData(1201, 3, TaskFate.Forget)]
    internal void A_runner_is_asked_three_times_about_a_silent_task(double silence, int probes, TaskFate expected) =>
        Assert.Equal(expected, Decide(silence, Task() with { Probes = probes }, Runner()));

    [Theory]
    [InlineData(301, TaskFate.Keep)]
    [InlineData(3600, TaskFate.Keep)]
    [InlineData(3601, TaskFate.Forget)]
    internal void A_silent_task_of_a_runner_that_can_not_be_asked_is_remembered_for_route_lifetime(double silence, TaskFate expected) =>
        Assert.Equal(expected, Decide(silence, Task(), Runner() with { Instance = null, Period = default }));

    private static OpenTask Task() => new("t", "h", "", [], default);

    private static Registration Runner() => new("h", default, default, default, default, TimeSpan.FromSeconds(5), "i");

    private static TaskFate Decide(double silence, OpenTask task, Registration? runner) =>
        TaskLifetime.Decide(task, runner, TimeSpan.FromSeconds(silence), Options);
}
