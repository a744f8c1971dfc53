using System.Text;
using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.TaskRunner;

public sealed class RunnerTests : IAsyncDisposable
{
    private readonly RunnerBed bed = new();
    private int runs;

    public ValueTask DisposeAsync() => bed.DisposeAsync();

    [Fact]
    public async Task Tells_each_step_of_a_task_in_order()
    {
        bed.Add(async (request, feedback, _) =>
        {
            await feedback.SendAsync(Json($$"""{"i":0,"cmd":"{{request.Find("cmd")}}"}"""), PlainJson.Default.JsonElement, cancellationToken: CancellationToken.None);
            feedback.SetResult(Json("""{"sum":1}"""), PlainJson.Default.JsonElement);
        });
        await bed.StartedAsync();

        await bed.SendAsync("7", more: ",\"cmd\":\"test\"");

        await bed.UntilToldAsync("task.reply.7 starting", "task.reply.7 launched", "task.reply.7 feedback", "task.reply.7 finished");
        Assert.Equal("{}", bed.Last("starting").GetProperty("feedback").GetRawText());
        Assert.Equal("""{"rc":0,"out":""}""", bed.Last("launched").GetProperty("feedback").GetRawText());
        Assert.Equal("""{"i":0,"cmd":"test"}""", bed.Last("feedback").GetProperty("feedback").GetRawText());
        Assert.Equal("""{"sum":1}""", bed.Last("finished").GetProperty("feedback").GetRawText());
        Assert.All(bed.Bodies.Where(body => RunnerBed.Text(body, "task_id").Length > 0), body => Assert.Equal(("7", RunnerBed.Section), (RunnerBed.Text(body, "task_id"), RunnerBed.Text(body, "handler"))));
        Assert.Equal(["task.7.launched", "task.7.finished"], bed.Events.Published.Select(told => told.Name));
    }

    [Fact]
    public async Task A_task_gets_the_request_as_it_came()
    {
        TaskRequest? got = null;
        bed.Add((request, _, _) =>
        {
            got = request;
            return Task.CompletedTask;
        });
        await bed.StartedAsync();

        await bed.SendAsync("7", more: ",\"n\":5,\"time_limit\":9");
        await bed.UntilAsync(() => bed.Told.Length == 3);

        Assert.Equal(("7", RunnerBed.Section, "here", "client", "n"), (got!.Id, got.Handler, got.Host, got.Hostname, string.Join(' ', got.Parameters.Keys)));
        Assert.Contains("\"time_limit\":9", Encoding.UTF8.GetString(got.Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"task_id\":\"a b\"", "a b", "is not made of letters")]
    [InlineData("\"task_id\":\"\"", "", "task_id is empty")]
    [InlineData("\"task_id\":7", "u", "the request is of no use")]
    [InlineData("\"x\":7", "u", "the request is of no use")]
    public async Task A_request_of_no_use_fails_where_there_is_somebody_to_answer(string id, string answeredId, string why)
    {
        bed.Add(CountAsync);
        await bed.StartedAsync();

        await bed.ArriveAsync("task.send.u", $"\"task_host\":\"here\",\"task_handler\":\"{RunnerBed.Section}\",{id}");

        await bed.UntilToldAsync("task.reply.u failed");
        var failed = bed.Last("failed");
        Assert.Equal(answeredId, RunnerBed.Text(failed, "task_id"));
        Assert.Contains(why, failed.GetProperty("feedback").GetProperty("msg").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, bed.Metrics["count.dropped.bad-task-request"]);
        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task A_section_that_is_none_of_a_task_fails_with_an_exit_code_and_output_as_CC_0_8_7_has_it()
    {
        await bed.StartedAsync();

        await bed.SendAsync("7", "cc.task.nonexist");

        await bed.UntilToldAsync("task.reply.7 failed");
        var feedback = bed.Last("failed").GetProperty("feedback");
        Assert.Equal(-1, feedback.GetProperty("rc").GetInt32());
        Assert.StartsWith("there is no task cc.task.nonexist on here", Encoding.UTF8.GetString(Convert.FromBase64String(feedback.GetProperty("out").GetString()!)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_sections_are_run_only_if_they_are_listed()
    {
        bed.Add(CountAsync, "t:other");
        await bed.StartedAsync();

        await bed.SendAsync("7", "t:other");

        await bed.UntilToldAsync("task.reply.7 failed");
    }

    [Theory]
    [InlineData("refused", "failed")]
    [InlineData("failed", "failed")]
    [InlineData("vanished", "stopped")]
    [InlineData("replaced", "stopped")]
    [InlineData("crash", "failed")]
    public async Task How_a_task_ends_is_told(string how, string status)
    {
        bed.Add((_, _, _) => throw how switch
        {
            "refused" => new TaskRefusedException("on purpose"),
            "failed" => new TaskFailedException("on purpose"),
            "vanished" => new TaskFailedException("on purpose") { HasVanished = true },
            "replaced" => new OperationCanceledException("on purpose"),
            _ => new InvalidOperationException("on purpose"),
        });
        await bed.StartedAsync();

        await bed.SendAsync("7");

        await bed.UntilToldAsync("task.reply.7 starting", "task.reply.7 launched", $"task.reply.7 {status}");
        var feedback = bed.Last(status).GetProperty("feedback");
        Assert.Equal("on purpose", feedback.GetProperty("msg").GetString());
        Assert.Equal(status == "stopped" || how == "refused" ? how : "", RunnerBed.Text(feedback, "reason"));
    }

    [Fact]
    public async Task The_same_id_again_is_not_run_again_not_even_after_a_restart()
    {
        bed.Add(CountAsync);
        await bed.StartedAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Length == 3);

        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Length == 4);
        var first = bed.Bodies.Last();
        await bed.TakenAsync("7", "finished");
        await bed.StopAsync();
        await bed.StartedAsync();
        await bed.SendAsync("7");
        await bed.UntilToldAsync("task.reply.7 finished");

        Assert.Equal(("finished", "1"), (RunnerBed.Text(first, "status"), RunnerBed.Text(first, "repeat")));
        Assert.Equal("1", RunnerBed.Text(bed.Bodies.Last(), "repeat"));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task What_a_killed_runner_had_under_way_is_reported_interrupted_and_not_run_again()
    {
        bed.Add(CountAsync);
        using (var journal = Plugins.TaskRunner.TaskJournal.TryOpen(bed.Journal, flush: false)!)
        {
            journal.Append([new(new("7", "7", RunnerBed.Section, 0))], () => []);
        }

        await bed.StartedAsync();
        await bed.SendAsync("7");

        await bed.UntilAsync(() => bed.Told.Length == 2);
        Assert.Equal(["task.reply.7 stopped", "task.reply.7 stopped"], bed.Told);
        Assert.Equal("interrupted", RunnerBed.Text(bed.Last("stopped").GetProperty("feedback"), "reason"));
        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task A_running_task_is_cancelled_on_request()
    {
        bed.Add((_, _, cancelled) => Task.Delay(Timeout.Infinite, cancelled));
        await bed.StartedAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Length == 2);

        await bed.AskAsync("cancel", "7");
        await bed.AskAsync("cancel", "8");

        await bed.UntilAsync(() => bed.Told.Length == 4);
        Assert.Equal("cancelled", RunnerBed.Text(bed.Last("stopped").GetProperty("feedback"), "reason"));
        Assert.Contains("task.reply.8 unknown", bed.Told);
    }

    [Fact]
    public async Task One_that_has_ended_is_not_ended_again_and_who_wants_that_is_told_how_it_ended()
    {
        bed.Add((_, _, _) => Task.CompletedTask);
        await bed.StartedAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Length == 3);

        await bed.AskAsync("cancel", "7");

        await bed.UntilAsync(() => bed.Told.Length == 4);
        Assert.Equal("task.reply.7 finished", bed.Told[3]);
        Assert.Equal("1", RunnerBed.Text(bed.Bodies.Last(), "repeat"));
    }

    [Fact]
    public async Task A_task_ends_when_its_time_is_over()
    {
        bed.Add((_, _, cancelled) => Task.Delay(Timeout.Infinite, cancelled), limit: TimeSpan.FromSeconds(60));
        await bed.StartedAsync();
        await bed.SendAsync("7", more: ",\"time_limit\":20");
        await bed.UntilAsync(() => bed.Told.Length == 2);

        await bed.PassAsync(TimeSpan.FromSeconds(1), () => bed.Told.Contains("task.reply.7 stopped"));

        Assert.Equal("time-limit", RunnerBed.Text(bed.Last("stopped").GetProperty("feedback"), "reason"));
    }

    [Fact]
    public async Task One_section_runs_as_many_at_once_as_it_may_and_holds_up_no_other()
    {
        var gate = new TaskCompletionSource();
        bed.Add(async (_, _, _) => await gate.Task, maxAtOnce: 1);
        bed.Add(CountAsync, "cc.task.two");
        await bed.StartedAsync();

        await bed.SendAsync("a");
        await bed.SendAsync("b");
        await bed.SendAsync("c", "cc.task.two");
        await bed.UntilAsync(() => bed.Told.Contains("task.reply.c finished"));
        Assert.DoesNotContain("task.reply.b launched", bed.Told);
        gate.SetResult();

        await bed.UntilAsync(() => bed.Told.Contains("task.reply.b finished"));
    }

    [Fact]
    public async Task One_that_waits_for_its_turn_can_be_cancelled()
    {
        bed.Add((_, _, cancelled) => Task.Delay(Timeout.Infinite, cancelled), maxAtOnce: 1);
        await bed.StartedAsync();
        await bed.SendAsync("a");
        await bed.SendAsync("b");
        await bed.UntilAsync(() => bed.Told.Length == 3);

        await bed.AskAsync("cancel", "b");

        await bed.UntilAsync(() => bed.Told.Contains("task.reply.b stopped"));
        Assert.DoesNotContain("task.reply.b launched", bed.Told);
    }

    [Fact]
    public async Task An_end_is_told_again_until_a_router_confirms_it()
    {
        bed.Add(CountAsync);
        await bed.StartedAsync();
        await bed.RegisteredAsync();
        await bed.SendAsync("7");

        await bed.PassAsync(TimeSpan.FromSeconds(1), () => bed.Told.Count(told => told == "task.reply.7 finished") >= 5);
        await bed.TakenAsync("7", "finished");
        await bed.AskAsync("status", "7");
        await bed.UntilAsync(() => bed.Bodies.Any(body => RunnerBed.Text(body, "repeat") == "1"));
        var told = bed.Told.Length;
        var registered = bed.Registrations.Count();
        await bed.PassAsync(TimeSpan.FromSeconds(1), () => bed.Registrations.Count() >= registered + 4);

        Assert.Equal(told, bed.Told.Length);
        Assert.Equal("1", RunnerBed.Text(bed.Last("finished"), "ack"));
    }

    [Fact]
    public async Task To_a_router_that_never_answers_an_end_is_told_three_times()
    {
        bed.Add(CountAsync);
        await bed.StartedAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Length == 3);

        await bed.PassAsync(TimeSpan.FromSeconds(1), () => bed.Registrations.Count() >= 5);

        Assert.Equal(3, bed.Told.Count(told => told == "task.reply.7 finished"));
    }

    [Fact]
    public async Task A_router_that_was_started_anew_is_told_what_it_may_not_know()
    {
        bed.Add(CountAsync);
        await bed.StartedAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Length == 3);
        await bed.PassAsync(TimeSpan.FromSeconds(1), () => bed.Registrations.Count() >= 5);

        await bed.RegisteredAsync("r2");

        await bed.UntilAsync(() => bed.Told.Count(told => told == "task.reply.7 finished") == 4);
    }

    [Fact]
    public async Task Registers_rarely_with_a_router_that_is_silent_and_with_each_heartbeat_with_one_that_answers()
    {
        await bed.StartedAsync();
        var first = bed.Registrations.Single();
        await bed.RegisteredAsync();
        await bed.AskAsync("status", "x");
        await bed.UntilAsync(() => bed.Told.Length == 1);

        var before = bed.Time.GetUtcNow();
        await bed.PassAsync(TimeSpan.FromSeconds(1), () => bed.Registrations.Count() == 3);

        Assert.Equal(("here", "1", "5"), (RunnerBed.Text(first, "host"), RunnerBed.Text(first, "ack"), RunnerBed.Text(first, "period")));
        Assert.InRange(bed.Time.GetUtcNow() - before, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task Says_what_there_is_and_what_was()
    {
        bed.Add(CountAsync);
        await bed.StartedAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Length == 3);

        await bed.AskAsync("list", "l");
        await bed.AskAsync("history", "h");
        await bed.AskAsync("status", "7");
        await bed.AskAsync("status", "8");

        await bed.UntilAsync(() => bed.Told.Length == 7);
        Assert.Equal(["task.reply.l list", "task.reply.h history", "task.reply.7 finished", "task.reply.8 unknown"], bed.Told[3..]);
        Assert.Equal(
            """{"tasks":[{"name":"cc.task.one","summary":"does one thing","parameters":[{"name":"cmd","summary":"which"}]}]}""",
            bed.Last("list").GetProperty("feedback").GetRawText());
        var past = bed.Last("history").GetProperty("feedback").GetProperty("tasks").EnumerateArray().Single();
        Assert.Equal(("7", RunnerBed.Section, "finished"), (RunnerBed.Text(past, "task_id"), RunnerBed.Text(past, "handler"), RunnerBed.Text(past, "status")));
    }

    [Fact]
    public async Task Tasks_end_with_the_node_and_are_reported_stopped_also_those_that_do_not_heed_it()
    {
        bed.Add((_, _, cancelled) => Task.Delay(Timeout.Infinite, cancelled));
        bed.Add((_, _, _) => Task.Delay(Timeout.Infinite, CancellationToken.None), "cc.task.deaf");
        await bed.StartedAsync();
        await bed.SendAsync("a");
        await bed.SendAsync("b", "cc.task.deaf");
        await bed.UntilAsync(() => bed.Told.Length == 4);

        await bed.StopAsync();

        Assert.Equal(["task.reply.a stopped", "task.reply.b stopped"], bed.Told[4..].Distinct().Order());
        Assert.All(bed.Bodies.Where(body => RunnerBed.Text(body, "status") == "stopped"), body => Assert.Equal("node-stopped", RunnerBed.Text(body.GetProperty("feedback"), "reason")));
    }

    [Theory]
    [InlineData("task.status.7", "\"x\":1", "task.reply.7 unknown")]
    [InlineData("task.cancel.7", "\"task_id\":\"\"", "task.reply.7 unknown")]
    [InlineData("task.status", "\"task_id\":\"7\"", "task.reply.7 unknown")]
    [InlineData("task.history.7", "\"limit\":-5", "task.reply.7 history")]
    [InlineData("task.list.7", "\"x\":1", "task.reply.7 list")]
    public async Task A_question_may_leave_things_out(string type, string fields, string answer)
    {
        await bed.StartedAsync();

        await bed.ArriveAsync(type, fields);

        await bed.UntilToldAsync(answer);
    }

    [Theory]
    [InlineData("task.status", "\"x\":1")]
    [InlineData("task.list", "\"x\":1")]
    [InlineData("task.status.7", "\"task_id\":7")]
    [InlineData("task.nothing.7", "\"x\":1")]
    [InlineData("reply", "\"instance\":7")]
    [InlineData("reply", "\"task_id\":\"none\"")]
    [InlineData("error", "\"msg\":\"no\"")]
    [InlineData("pub.x", "\"x\":1")]
    public async Task What_can_not_be_used_nor_answered_does_no_harm(string type, string fields)
    {
        bed.Add(CountAsync);
        await bed.StartedAsync();

        await bed.ArriveAsync(type, fields);
        await bed.SendAsync("7");

        await bed.UntilToldAsync("task.reply.7 starting", "task.reply.7 launched", "task.reply.7 finished");
    }

    [Fact]
    public async Task Nonsense_without_end_is_counted_and_told_once_in_one_line()
    {
        bed.Add(CountAsync);
        await bed.StartedAsync();

        for (var i = 0; i < 100; i++)
        {
            await bed.ArriveAsync($"task.send.u{i}", $"\"task_host\":\"here\",\"task_handler\":\"{RunnerBed.Section}\",\"task_id\":\"a\\nforged line\"");
            await bed.ArriveAsync("error", "\"msg\":\"\\u000aforged line\"");
        }

        await bed.UntilAsync(() => bed.Metrics["count.dropped.bad-task-request"] == 100);
        Assert.Single(bed.Logger.Lines, line => line.Text.Contains("forged line", StringComparison.Ordinal));
        Assert.DoesNotContain(bed.Logger.Lines, line => line.Text.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task That_no_route_leads_to_a_router_is_told_once()
    {
        bed.HasRoute = false;
        bed.Add(CountAsync);
        await bed.StartedAsync();

        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Length == 3);

        Assert.Single(bed.Logger.Lines, line => line.Text.Contains("no route leads from task.register", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_journal_can_not_be_written_no_task_is_accepted_and_none_that_runs_is_lost()
    {
        using var disk = SmallDisk.TryMount(bed.Disk);
        Assert.SkipWhen(disk is null, "no file system can be mounted here");
        var gate = new TaskCompletionSource();
        bed.Add(async (_, _, _) => await gate.Task);
        await bed.StartedAsync();
        await bed.SendAsync("a");
        await bed.UntilAsync(() => bed.Told.Length == 2);

        disk.Fill();
        for (var id = 0; !bed.Told.Any(told => told.EndsWith(" failed", StringComparison.Ordinal)); id++)
        {
            await bed.SendAsync($"b{id}", more: $",\"x\":\"{new string('x', 4000)}\"");
            await bed.UntilAsync(() => bed.Told.Any(told => told.StartsWith($"task.reply.b{id} ", StringComparison.Ordinal)));
        }

        gate.SetResult();
        await bed.UntilAsync(() => bed.Told.Contains("task.reply.a finished"));
        disk.Clear();
        await bed.PassAsync(TimeSpan.FromSeconds(1), () => new FileInfo(bed.Journal).Length > 0 && File.ReadAllText(bed.Journal).Contains("\"Status\":\"finished\"", StringComparison.Ordinal));
        await bed.SendAsync("c");

        await bed.UntilAsync(() => bed.Told.Contains("task.reply.c finished"));
        Assert.Contains("can't write down", bed.Last("failed").GetProperty("feedback").GetProperty("msg").GetString(), StringComparison.Ordinal);
        await bed.StopAsync();
    }

    [Fact]
    public async Task What_a_task_tells_after_its_end_goes_nowhere()
    {
        ITaskFeedback? kept = null;
        bed.Add((_, feedback, _) =>
        {
            kept = feedback;
            return Task.CompletedTask;
        });
        await bed.StartedAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Length == 3);

        await kept!.SendAsync(Json("{}"), PlainJson.Default.JsonElement);

        Assert.Equal(1, bed.Metrics["count.dropped.task-ended"]);
    }

    [Fact]
    public async Task A_task_that_tells_more_than_is_sent_waits_and_nothing_is_lost()
    {
        const int Many = 100;
        bed.Add(async (_, feedback, _) =>
        {
            for (var count = 0; count < Many; count++)
            {
                await feedback.SendAsync(Json($$"""{"i":{{count}}}"""), PlainJson.Default.JsonElement, cancellationToken: CancellationToken.None);
            }
        });
        await bed.StartedAsync();

        await bed.SendAsync("7");

        await bed.UntilAsync(() => bed.Told.Contains("task.reply.7 finished"));
        var told = bed.Bodies.Where(body => RunnerBed.Text(body, "status") == "feedback").Select(body => body.GetProperty("feedback").GetProperty("i").GetInt32());
        Assert.Equal(Enumerable.Range(0, Many), told);
    }

    [Fact]
    public async Task A_task_waits_while_its_client_takes_nothing_and_goes_on_when_it_does()
    {
        bed.Add((_, feedback, cancellationToken) => TellAsync(feedback, 40, cancellationToken));
        await bed.StartedAsync();
        await bed.RegisteredAsync();
        await bed.SendAsync("7");

        await bed.UntilAsync(() => Feedbacks().Count() == 16);
        Assert.All(Feedbacks(), feedback => Assert.Equal("1", RunnerBed.Text(feedback, "ack")));
        await bed.TakenAsync("7", "feedback"); // It waits.
        for (var asked = 1; asked <= 10; asked++)
        {
            await bed.PassAsync(TimeSpan.FromSeconds(1), () => bed.Told.Count(told => told == "task.reply.7 running") == asked);
            await bed.TakenAsync("7", "running");
        }

        Assert.Equal(16, Feedbacks().Count());

        await bed.ArriveAsync("reply", "\"task_id\":\"7\",\"status\":\"feedback\",\"seq\":10");
        await bed.UntilAsync(() => Feedbacks().Count() == 26);
        await bed.ArriveAsync("reply", "\"task_id\":\"7\",\"status\":\"running\",\"seq\":26");
        await bed.UntilAsync(() => bed.Told.Contains("task.reply.7 finished"));
        Assert.Equal(Enumerable.Range(1, 40), Feedbacks().Select(feedback => feedback.GetProperty("seq").GetInt32()));
        Assert.Equal(16, bed.Bodies.First(body => RunnerBed.Text(body, "status") == "running").GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task A_task_does_not_wait_for_ever_for_a_router_that_does_not_say_what_is_taken()
    {
        bed.Add((_, feedback, cancellationToken) => TellAsync(feedback, 40, cancellationToken));
        await bed.StartedAsync();
        await bed.RegisteredAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => Feedbacks().Count() == 16);

        await bed.PassAsync(TimeSpan.FromSeconds(1), () => Feedbacks().Count() > 16);

        await bed.UntilAsync(() => bed.Told.Contains("task.reply.7 finished")); // It is not waited for again.
        Assert.Equal(40, Feedbacks().Count());
        Assert.Contains(bed.Logger.Lines, line => line.Text.StartsWith("no router says whether the client takes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_that_is_to_end_waits_for_no_client()
    {
        bed.Add(async (_, feedback, cancellationToken) =>
        {
            await TellAsync(feedback, 40, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        });
        await bed.StartedAsync();
        await bed.RegisteredAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => Feedbacks().Count() == 16);

        await bed.AskAsync("cancel", "7");

        await bed.UntilAsync(() => bed.Told.Contains("task.reply.7 stopped"));
        Assert.Equal(24, bed.Metrics["count.dropped.task-ended"]);
    }

    [Fact]
    public async Task That_feedback_is_taken_does_not_confirm_the_end()
    {
        bed.Add((_, feedback, cancellationToken) => TellAsync(feedback, 1, cancellationToken));
        await bed.StartedAsync();
        await bed.RegisteredAsync();
        await bed.SendAsync("7");
        await bed.UntilAsync(() => bed.Told.Contains("task.reply.7 finished"));

        await bed.ArriveAsync("reply", "\"task_id\":\"7\",\"status\":\"feedback\",\"seq\":1");

        await bed.PassAsync(TimeSpan.FromSeconds(1), () => bed.Told.Count(told => told == "task.reply.7 finished") >= 2);
    }

    private IEnumerable<JsonElement> Feedbacks() => bed.Bodies.Where(body => RunnerBed.Text(body, "status") == "feedback");

    private static async Task TellAsync(ITaskFeedback feedback, int many, CancellationToken cancellationToken)
    {
        for (var count = 0; count < many; count++)
        {
            await feedback.SendAsync(Json($$"""{"i":{{count}}}"""), PlainJson.Default.JsonElement, cancellationToken: cancellationToken);
        }
    }

    [Fact]
    public async Task A_sites_own_task_needs_not_be_listed()
    {
        bed.Add(CountAsync, "mysite.task.x");
        await bed.StartedAsync();

        await bed.SendAsync("7", "mysite.task.x");

        await bed.UntilAsync(() => bed.Told.Contains("task.reply.7 finished"));
    }

    [Fact]
    public async Task Many_tasks_of_one_section_run_at_once()
    {
        const int Many = 50;
        var all = new TaskCompletionSource();
        bed.Add(async (_, _, _) =>
        {
            if (Interlocked.Increment(ref runs) == Many)
            {
                all.SetResult();
            }

            await all.Task;
        });
        await bed.StartedAsync();

        for (var id = 0; id < Many; id++)
        {
            await bed.SendAsync($"{id}");
        }

        await bed.UntilAsync(() => bed.Told.Count(told => told.EndsWith(" finished", StringComparison.Ordinal)) == Many);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private Task CountAsync(TaskRequest request, ITaskFeedback feedback, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref runs);
        return Task.CompletedTask;
    }
}
