using CC.Client.Tasks;
using CC.Sdk.Bodies;

namespace CC.Sdk.Tests.Client.Tasks;

public sealed class TaskCourseTests
{
    private static readonly TaskPatience Usual = new();

    [Fact]
    public void Without_a_first_reply_a_task_is_sent_four_times_within_a_minute_and_then_given_up()
    {
        var course = TaskCourse.OfSender(Usual, At(0));
        List<double> sent = [];
        while (course.Action != TaskAction.End)
        {
            if (course.Action == TaskAction.Send)
            {
                sent.Add(course.Due.TotalSeconds - 15);
            }

            course = course.Pass(course.Due);
        }

        Assert.Equal([0, 15, 30, 45], sent);
        Assert.Equal((TaskOutcome.NoAnswer, At(60)), (course.Outcome, course.Due));
        Assert.Contains("within 60 s", course.Why);
    }

    [Theory]
    [InlineData("finished", TaskOutcome.Finished)]
    [InlineData("failed", TaskOutcome.Failed)]
    [InlineData("stopped", TaskOutcome.Stopped)]
    public void A_final_reply_ends_it_whether_others_came_or_not(string status, TaskOutcome expected)
    {
        Assert.Equal(expected, Sent().Take(Of(status), At(1)).Outcome);
        Assert.Equal((TaskAction.End, expected), (Launched().Take(Of(status), At(2)).Action, Launched().Take(Of(status), At(2)).Outcome));
    }

    [Fact]
    public void What_failed_before_it_was_begun_and_says_so_is_refused()
    {
        Assert.Equal(TaskOutcome.Refused, Forwarded().Take(Of("failed") with { LacksExitCode = true }, At(2)).Outcome);
        Assert.Equal(TaskOutcome.Failed, Forwarded().Take(Of("failed"), At(2)).Outcome);
        Assert.Equal(TaskOutcome.Failed, Launched().Take(Of("failed") with { LacksExitCode = true }, At(2)).Outcome);
    }

    [Fact]
    public void What_a_task_refuses_itself_is_refused_though_it_was_begun()
    {
        Assert.Equal(TaskOutcome.Refused, Launched().Take(Of("failed") with { IsRefusal = true, LacksExitCode = true }, At(2)).Outcome);
        Assert.Equal(TaskOutcome.Stopped, Launched().Take(Of("stopped") with { IsRefusal = true }, At(2)).Outcome);
    }

    [Fact]
    public void What_is_not_trusted_ends_it_in_a_moment_unless_the_runner_says_what_is()
    {
        var refused = Sent().Refuse("why", At(1)).Refuse("again", At(2));

        Assert.Equal((TaskAction.Wait, At(3)), (refused.Action, refused.Due));
        Assert.Equal((TaskOutcome.Untrusted, "why"), (refused.Pass(At(3)).Outcome, refused.Pass(At(3)).Why));
        Assert.Equal(TaskOutcome.Untrusted, refused.Take(Of("forwarded"), At(2)).Pass(At(3)).Outcome);
        Assert.Equal(At(12), refused.Take(Of("starting"), At(2)).Due);
        Assert.Equal(Launched().Due, Launched().Refuse("why", At(3)).Due);
    }

    [Theory]
    [InlineData("no-route")]
    [InlineData("runner-gone")]
    [InlineData("")]
    public void A_task_that_was_sent_once_and_can_not_be_routed_was_not_begun(string code) =>
        Assert.Equal(TaskOutcome.NoRoute, Sent().Take(No(code), At(1)).Outcome);

    [Theory]
    [InlineData("no-route")]
    [InlineData("runner-gone")]
    public void Sent_a_second_time_it_may_have_been_begun_by_the_first(string code)
    {
        var course = Sent().Pass(At(15)).Take(No(code), At(16));

        Assert.Equal(TaskAction.Wait, course.Action);
        Assert.Equal(TaskAction.AskStatus, course.Pass(At(26)).Action);
    }

    [Theory]
    [InlineData("bad-request")]
    [InlineData("too-many-tasks")]
    [InlineData("not-permitted")]
    [InlineData("anything else")]
    public void All_other_errors_refuse_it(string code)
    {
        Assert.Equal(TaskOutcome.Refused, Sent().Take(No(code), At(1)).Outcome);
        Assert.Equal(TaskOutcome.Refused, Forwarded().Take(No(code), At(1)).Outcome);
    }

    [Fact]
    public void After_ten_seconds_of_silence_its_status_is_asked_and_again_after_ten_more()
    {
        var course = Launched(at: 5);

        Assert.Equal(At(15), course.Due);
        Assert.Equal(TaskAction.Wait, course.Pass(At(14)).Action);
        var asking = course.Pass(At(15));
        Assert.Equal((TaskAction.AskStatus, At(25)), (asking.Action, asking.Due));
        Assert.Equal(TaskAction.AskStatus, asking.Pass(At(25)).Action);
        Assert.Equal(At(30), asking.Take(Of("running"), At(20)).Due);
    }

    [Fact]
    public void Who_never_answers_is_asked_ever_less_often_and_waited_for_for_ever()
    {
        var course = Launched(at: 0);
        List<double> asked = [];
        while (asked.Count < 8)
        {
            asked.Add(course.Due.TotalSeconds);
            course = course.Pass(course.Due);
            Assert.Equal(TaskAction.AskStatus, course.Action);
        }

        Assert.Equal([10, 20, 30, 50, 90, 150, 210, 270], asked);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Who_is_known_to_answer_and_does_not_for_a_minute_is_lost(bool isAnswering, bool isGone)
    {
        var course = Sent().Take(Of("forwarded") with { IsAnswering = isAnswering }, At(0));
        course = isGone ? course.Take(No("runner-gone"), At(0)).Take(Of("running"), At(0)) : course;

        var asked = 0;
        while ((course = course.Pass(course.Due)).Action == TaskAction.AskStatus)
        {
            asked++;
        }

        Assert.Equal((TaskOutcome.Lost, At(70), 6), (course.Outcome, course.Due, asked));
    }

    [Fact]
    public void A_runner_that_is_gone_is_asked_for_for_a_minute()
    {
        var course = Launched(at: 0).Take(No("runner-gone"), At(5));
        Assert.Equal((At(5), At(15)), (course.GoneSince!.Value, course.Due));

        for (var now = 15; now < 65; now += 10)
        {
            course = course.Pass(At(now));
            Assert.Equal(TaskAction.AskStatus, course.Action);
            course = course.Take(No("runner-gone") with { IsAboutQuestion = true }, At(now));
        }

        Assert.Equal((TaskAction.End, TaskOutcome.Lost), (course.Pass(At(65)).Action, course.Pass(At(65)).Outcome));
        Assert.Null(course.Take(Of("running"), At(64)).GoneSince);
        Assert.Equal(TaskOutcome.Stopped, course.Take(Of("stopped"), At(64)).Outcome);
    }

    [Fact]
    public void A_task_that_the_runner_does_not_know_and_that_has_not_started_is_sent_again()
    {
        var course = Forwarded().Take(Of("unknown"), At(11));

        Assert.Equal(TaskAction.Send, course.Action);
        Assert.Equal(TaskAction.AskStatus, course.Pass(course.Due).Action);
    }

    [Fact]
    public void One_that_has_started_is_never_sent_again() =>
        Assert.Equal(TaskOutcome.Lost, Launched(at: 1).Take(Of("unknown"), At(11)).Outcome);

    [Fact]
    public void Nor_is_one_that_is_so_old_that_it_may_be_forgotten() =>
        Assert.Equal(TaskOutcome.Lost, Forwarded().Take(Of("unknown"), At(601)).Outcome);

    [Fact]
    public void Where_the_way_is_full_it_is_sent_again_in_a_moment_and_not_for_ever()
    {
        var now = At(0);
        var course = Sent().Take(No("busy"), now);
        var sends = 1;
        while (course.Action != TaskAction.End)
        {
            now = course.Due;
            course = course.Pass(now);
            Assert.Equal(TaskAction.Send, course.Action);
            course = course.Take(No("busy"), now);
            sends++;
        }

        Assert.Equal((TaskOutcome.Refused, 61), (course.Outcome, sends));
    }

    [Fact]
    public void A_runner_that_can_not_be_asked_is_waited_for()
    {
        var course = Launched(at: 0).Pass(At(10)).Take(No("not-supported") with { IsAboutQuestion = true }, At(11));

        Assert.Equal((TaskAction.Wait, At(21)), (course.Action, course.Due));
    }

    [Fact]
    public void What_the_router_has_forgotten_is_lost() => Assert.Equal(TaskOutcome.Lost, Launched(at: 0).Take(No("forgotten"), At(300)).Outcome);

    [Fact]
    public void A_watcher_asks_and_never_sends()
    {
        var course = TaskCourse.OfWatcher(Usual, At(0));

        Assert.Equal(TaskAction.AskStatus, course.Action);
        Assert.Equal(TaskAction.AskStatus, course.Pass(At(15)).Action);
        Assert.Equal(TaskOutcome.Refused, course.Take(Of("unknown"), At(1)).Outcome);
        Assert.Equal(TaskOutcome.NoRoute, course.Take(No("no-route"), At(1)).Outcome);
        Assert.Equal(TaskOutcome.Refused, course.Take(No("not-supported") with { IsAboutQuestion = true }, At(1)).Outcome);
        Assert.Equal(TaskOutcome.Finished, course.Take(Of("running"), At(1)).Take(Of("finished"), At(2)).Outcome);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static TaskNews Of(string status) => new(status);

    private static TaskNews No(string code) => new(null, code);

    private static TaskCourse Sent() => TaskCourse.OfSender(Usual, At(0));

    private static TaskCourse Forwarded() => Sent().Take(Of(TaskStatuses.Forwarded), At(1));

    private static TaskCourse Launched(double at = 1) => Forwarded().Take(Of(TaskStatuses.Launched), At(at));
}
