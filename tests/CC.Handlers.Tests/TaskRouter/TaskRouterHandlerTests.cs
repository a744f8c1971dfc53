using System.Text.Json;
using CC.Plugins.TaskRouter;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Handlers.Tests.TaskRouter;

/// <summary>A router between a client and a runner that a test plays.</summary>
public sealed class TaskRouterHandlerTests : IAsyncDisposable
{
    private readonly FakeMessages messages = new();
    private readonly FakeMetrics metrics = new();
    private readonly ManualTime time = new();
    private readonly RecordingLogger<TaskRouterHandler> logger = new();
    private readonly TaskRouterHandler router;

    public TaskRouterHandlerTests() => router = new TaskRouterHandler(new TaskRouterOptions { MaxTasks = 2, MaxRunners = 2 }, messages, metrics, time, logger);

    public ValueTask DisposeAsync() => router.DisposeAsync();

    [Fact]
    public async Task A_task_is_handed_on_frame_by_frame_and_the_client_is_told()
    {
        await RegisterOriginalAsync();

        await HandleAsync("client", "Q1", "", "task.send.t", """{"req":"task.send.t","task_host":"h","task_handler":"x","task_id":"t","cmd":"a","blob_hash":"SHA-1:0fd0bcfb44f83e7d5ac7a8922578276b9af48746"}""", "signature", "blob", "extra");

        Assert.Equal(["runner", "hop", "", "task.send.t", """{"req":"task.send.t","task_host":"h","task_handler":"x","task_id":"t","cmd":"a","blob_hash":"SHA-1:0fd0bcfb44f83e7d5ac7a8922578276b9af48746"}""", "signature", "blob", "extra"], Next());
        var (route, forwarded) = NextAnswer();
        Assert.Equal(["client", "Q1", "", "task.reply.t"], route);
        Assert.Equal("""{"task_id":"t","status":"forwarded","handler":"x","req":"task.reply.t"}""", WithoutCommon(forwarded));
        Assert.Empty(messages.Returned);
        Assert.Equal((1, 1), (metrics["task.register"], metrics["task.send"]));
    }

    [Fact]
    public async Task Replies_are_handed_on_frame_by_frame_whatever_their_bodies_are()
    {
        await RegisterOriginalAsync();
        await SendAsync();
        messages.Returned.Clear();

        await HandleAsync("other address", "", "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"feedback","feedback":{"i":[{}]}}""", "s", "blob");
        await HandleAsync("other address", "", "task.reply.t.more", "ENC1", "cipher");
        await HandleAsync("other address", "", "task.reply.t");

        Assert.Equal(["client", "Q1", "", "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"feedback","feedback":{"i":[{}]}}""", "s", "blob"], Next());
        Assert.Equal(["client", "Q1", "", "task.reply.t.more", "ENC1", "cipher"], Next());
        Assert.Equal(["client", "Q1", "", "task.reply.t"], Next());
        Assert.Equal(3, metrics["task.reply"]);
    }

    [Fact]
    public async Task An_original_runner_is_not_answered_and_one_that_asks_for_it_is()
    {
        await RegisterOriginalAsync();

        Assert.Empty(messages.Returned);

        await RegisterAsync();
        var (route, answer) = NextAnswer();
        Assert.Equal(["runner", "hop", "", "reply"], route);
        Assert.Equal("h", answer.GetProperty("host").GetString());
        await RegisterAsync();
        Assert.Equal(answer.GetProperty("instance").GetString(), NextAnswer().Body.GetProperty("instance").GetString());
    }

    [Fact]
    public async Task The_client_is_told_if_the_runner_can_be_asked_about_the_task()
    {
        await RegisterAsync();

        await SendAsync();

        messages.Returned.TryDequeue(out _);
        messages.Returned.TryDequeue(out _);
        Assert.Equal(1, NextAnswer().Body.GetProperty("answers").GetInt32());
    }

    [Theory]
    [InlineData("task.send.t", """{"req":"task.send.t","task_host":"nobody","task_handler":"x","task_id":"t"}""")]
    [InlineData("task.status.t", """{"req":"task.status.t","task_host":"nobody","task_id":"t"}""")]
    [InlineData("task.list.t", """{"req":"task.list.t","task_host":"nobody"}""")]
    public async Task An_unknown_host_is_no_route(string type, string body)
    {
        await HandleAsync("client", "Q1", "", type, body);

        var (route, error) = NextAnswer();
        Assert.Equal(["client", "Q1", "", "error"], route);
        Assert.Equal(("cannot route to nobody", "no-route", "t", type), ErrorOf(error));
    }

    [Theory]
    [InlineData("task.send", """{"req":"task.send","task_host":"h","task_handler":"x","task_id":"t"}""", "third label")]
    [InlineData("task.status", """{"req":"task.status","task_host":"h","task_id":"t"}""", "third label")]
    [InlineData("task.send.u", """{"req":"task.send.u","task_host":"h","task_handler":"x","task_id":"t"}""", "task_id (t) must be u")]
    [InlineData("task.send.t", """{"req":"task.send.t","task_handler":"x","task_id":"t"}""", "task_host")]
    [InlineData("task.send.t", """{"req":"task.send.t","task_host":"h","task_handler":"x","task_id":7}""", "task_id")]
    [InlineData("task.send.t", """{"req":"task.send.u","task_host":"h","task_handler":"x","task_id":"t"}""", "another type")]
    [InlineData("task.send.t", "no JSON", "can't be routed")]
    [InlineData("task.send.t", "[]", "can't be routed")]
    [InlineData("task.send.t", "ENC1", "encrypted")]
    [InlineData("task.send.t", "", "no body")]
    public async Task What_can_not_be_routed_is_answered_and_counts_as_invalid(string type, string body, string expected)
    {
        await RegisterOriginalAsync();

        await Assert.ThrowsAsync<MessageException>(() => HandleAsync("client", "", type, body));

        var (text, code, _, request) = ErrorOf(NextAnswer().Body);
        Assert.Equal(("bad-request", type), (code, request));
        Assert.Contains(expected, text);
        Assert.Empty(messages.Returned);
    }

    [Theory]
    [InlineData("task.register", """{"req":"task.register"}""")]
    [InlineData("task.register", """{"req":"task.register","host":""}""")]
    [InlineData("task.register", """{"req":"task.register","host":"a\nforged line"}""")]
    [InlineData("task.reply", """{"req":"task.reply","task_id":"t","status":"running"}""")]
    [InlineData("task.whatever.t", "{}")]
    [InlineData("task", "{}")]
    public async Task What_is_of_no_use_counts_as_invalid(string type, string body)
    {
        await Assert.ThrowsAsync<MessageException>(() => HandleAsync("x", "", type, body));

        Assert.Empty(messages.Returned);
    }

    [Fact]
    public async Task A_client_is_told_within_a_second_that_its_runner_has_lost_its_connection()
    {
        await RegisterOriginalAsync();
        await SendAsync();
        messages.Returned.Clear();

        messages.Gone["runner"] = true;
        time.Advance(TimeSpan.FromSeconds(1));

        var (route, error) = NextAnswer();
        Assert.Equal(["client", "Q1", "", "error"], route);
        Assert.Equal(("cannot route to h: its task runner is gone, and was heard of 1 s ago", "runner-gone", "t", "task.send.t"), ErrorOf(error));
        Assert.Equal((LogLevel.Warning, "the task runner of h is gone: its connection is gone; clients with tasks there are told"), Assert.Single(logger.Lines));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(messages.Returned);
    }

    [Fact]
    public async Task A_client_is_told_that_its_runner_is_silent_for_three_of_its_periods()
    {
        await RegisterAsync();
        await SendAsync();
        messages.Returned.Clear();

        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Empty(messages.Returned);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("runner-gone", ErrorOf(NextAnswer().Body).Code);
    }

    [Fact]
    public async Task A_runner_whose_connection_is_found_gone_while_a_task_is_sent_is_gone_for_all()
    {
        await RegisterOriginalAsync();
        await SendAsync();
        messages.Returned.Clear();
        messages.Gone["runner"] = true;

        await SendAsync("u", "second");

        var told = new[] { NextAnswer(), NextAnswer() };
        Assert.Equal(["client", "second"], told.Select(one => one.Route[0]));
        Assert.All(told, one => Assert.Equal("runner-gone", ErrorOf(one.Body).Code));
        await SendAsync("v", "third");
        Assert.Equal("runner-gone", ErrorOf(NextAnswer().Body).Code);
        Assert.Empty(messages.Returned);
    }

    [Fact]
    public async Task A_runner_that_is_back_gets_tasks_and_its_old_tasks_are_heard_of()
    {
        await RegisterAsync();
        await SendAsync();
        time.Advance(TimeSpan.FromSeconds(16));
        messages.Returned.Clear();

        await RegisterAsync("another");
        await ReplyAsync("t", "stopped");
        await SendAsync("u");

        Assert.Equal(["reply", "task.reply.t", "task.send.u", "task.reply.u"], messages.Returned.Select(frames => frames.Texts().SkipWhile(frame => frame.Length > 0).ElementAt(1)));
        Assert.Equal((LogLevel.Information, "the task runner of h is back"), logger.Lines.Last());
    }

    [Fact]
    public async Task Questions_go_to_the_runner_and_its_answers_to_who_has_asked()
    {
        await RegisterAsync();
        messages.Returned.Clear();
        foreach (var topic in (string[])["status", "cancel", "list", "history"])
        {
            await HandleAsync("asker", "", $"task.{topic}.q", $$"""{"req":"task.{{topic}}.q","task_host":"h","task_id":"q","limit":3,"blob_hash":"SHA-1:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98"}""", "s", "b");

            Assert.Equal(["runner", "hop", "", $"task.{topic}.q", $$"""{"req":"task.{{topic}}.q","task_host":"h","task_id":"q","limit":3,"blob_hash":"SHA-1:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98"}""", "s", "b"], Next());
            await ReplyAsync("q", topic is "status" or "cancel" ? "unknown" : topic);
            Assert.Equal("asker", Next()[0]);
        }

        Assert.Equal(4, metrics["task.ask"]);
    }

    [Fact]
    public async Task Who_asks_about_a_task_hears_of_it_besides_the_one_who_has_sent_it()
    {
        await RegisterAsync();
        await SendAsync();
        messages.Returned.Clear();

        await HandleAsync("watcher", "", "task.status.t", """{"req":"task.status.t","task_host":"h","task_id":"t"}""");
        Next();
        await ReplyAsync("t", "finished");

        Assert.Equal(["client", "watcher"], new[] { Next()[0], Next()[0] });
    }

    [Fact]
    public async Task The_host_of_a_task_that_is_known_need_not_be_named()
    {
        await RegisterAsync();
        await SendAsync();
        messages.Returned.Clear();

        await HandleAsync("watcher", "", "task.status.t", """{"req":"task.status.t","task_id":"t"}""");
        await HandleAsync("watcher", "", "task.status.u", """{"req":"task.status.u","task_id":"u"}""");

        Assert.Equal(["runner", "hop", "", "task.status.t"], Next()[..4]);
        Assert.Equal(("the task u is not known here; name its host in task_host", "no-route", "u", "task.status.u"), ErrorOf(NextAnswer().Body));
    }

    [Fact]
    public async Task Without_a_host_the_router_lists_its_runners()
    {
        await HandleAsync("old", "", "task.register", """{"req":"task.register","host":"original"}""");
        await RegisterAsync();
        await SendAsync();
        time.Advance(TimeSpan.FromSeconds(16));
        messages.Returned.Clear();

        await HandleAsync("asker", "Q", "", "task.list.q", """{"req":"task.list.q"}""");

        var (route, answer) = NextAnswer();
        Assert.Equal(["asker", "Q", "", "task.reply.q"], route);
        Assert.Equal(("q", "list"), (answer.GetProperty("task_id").GetString(), answer.GetProperty("status").GetString()));
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal(
            [("h", start, start, "gone", 1), ("original", start, start, "registered", 0)],
            answer.GetProperty("feedback").GetProperty("runners").EnumerateArray().Select(runner => (
                runner.GetProperty("host").GetString(), (long)runner.GetProperty("since").GetDouble(), (long)runner.GetProperty("last_seen").GetDouble(),
                runner.GetProperty("state").GetString(), runner.GetProperty("tasks").GetInt32())));
    }

    [Fact]
    public async Task A_final_reply_that_wants_it_is_acknowledged_whether_anybody_waits_for_it_or_not()
    {
        await RegisterAsync();
        await SendAsync();
        messages.Returned.Clear();

        await ReplyAsync("t", "finished", ack: 1);
        await ReplyAsync("unclaimed", "failed", ack: 1);

        Assert.Equal("client", Next()[0]);
        var (route, taken) = NextAnswer();
        Assert.Equal(["runner", "", "reply"], route);
        Assert.Equal(("t", "finished"), (taken.GetProperty("task_id").GetString(), taken.GetProperty("status").GetString()));
        Assert.Equal("unclaimed", NextAnswer().Body.GetProperty("task_id").GetString());
        Assert.Equal(1, metrics["count.dropped.no-client"]);
        Assert.Equal((LogLevel.Debug, "nobody is known who waits for the task unclaimed, which is failed"), logger.Lines.Last());
    }

    [Fact]
    public async Task A_silent_long_task_keeps_its_way_back_while_its_runner_lives()
    {
        await RegisterAsync();
        await SendAsync();
        messages.Returned.Clear();
        for (var seconds = 0; seconds < 7200; seconds += 5)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await RegisterAsync();
            foreach (var asked in messages.Returned.Where(frames => frames.Texts().Contains("task.status.t")))
            {
                await ReplyAsync("t", "running");
            }

            messages.Returned.Clear();
        }

        await ReplyAsync("t", "finished");

        Assert.Equal("client", Next()[0]);
        Assert.Equal(0, metrics["dropped_tasks"]);
    }

    [Fact]
    public async Task A_task_that_its_runner_does_not_know_any_more_is_not_waited_for_for_ever()
    {
        await RegisterAsync();
        await SendAsync();
        for (var seconds = 0; seconds < 361; seconds += 5)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await RegisterAsync();
        }

        Assert.Contains(messages.Returned, frames => frames.Texts().Contains("task.status.t"));
        messages.Returned.Clear();
        await ReplyAsync("t", "unknown");

        Assert.Equal(("h knows nothing of the task t", "forgotten", "t", "task.send.t"), ErrorOf(NextAnswer().Body));
    }

    [Fact]
    public async Task What_is_forgotten_is_counted_and_the_client_of_a_task_that_has_not_ended_is_told()
    {
        await RegisterOriginalAsync();
        await SendAsync();
        await ReplyAsync("t", "launched");
        messages.Returned.Clear();

        time.Advance(TimeSpan.FromSeconds(3661));

        Assert.Equal((1, 1), (metrics["dropped_routes"], metrics["dropped_tasks"]));
        Assert.Equal("forgotten", ErrorOf(NextAnswer().Body).Code);
        await SendAsync("u");
        Assert.Equal("no-route", ErrorOf(NextAnswer().Body).Code);
    }

    [Fact]
    public async Task An_original_runner_is_answered_for()
    {
        await RegisterOriginalAsync();
        await SendAsync();
        await ReplyAsync("t", "launched");
        messages.Returned.Clear();

        await HandleAsync("watcher", "", "task.status.t", """{"req":"task.status.t","task_host":"h","task_id":"t"}""");
        await HandleAsync("watcher", "", "task.cancel.t", """{"req":"task.cancel.t","task_host":"h","task_id":"t"}""");

        Assert.Equal("""{"task_id":"t","status":"launched","handler":"x","repeat":1,"req":"task.reply.t"}""", WithoutCommon(NextAnswer().Body));
        Assert.Equal("not-supported", ErrorOf(NextAnswer().Body).Code);
        Assert.Empty(messages.Returned);
    }

    [Fact]
    public async Task More_tasks_than_may_are_refused_and_counted()
    {
        await RegisterOriginalAsync();
        await SendAsync("a");
        await SendAsync("b");
        messages.Returned.Clear();

        await SendAsync("c");

        Assert.Equal("too-many-tasks", ErrorOf(NextAnswer().Body).Code);
        Assert.Equal(1, metrics["count.dropped.too-many-tasks"]);
    }

    [Fact]
    public async Task More_runners_than_may_are_refused_and_counted()
    {
        await HandleAsync("1", "", "task.register", """{"req":"task.register","host":"a"}""");
        await HandleAsync("2", "", "task.register", """{"req":"task.register","host":"b"}""");

        await Assert.ThrowsAsync<MessageException>(() => HandleAsync("3", "", "task.register", """{"req":"task.register","host":"c"}"""));

        Assert.Equal(1, metrics["count.dropped.too-many-runners"]);
    }

    [Fact]
    public async Task Changed_options_are_taken_over_and_nothing_is_forgotten()
    {
        await RegisterOriginalAsync();
        await SendAsync("a");
        await router.ReconfigureAsync(new TaskRouterOptions { MaxTasks = 1 }, new HashSet<string>(), TestContext.Current.CancellationToken);
        messages.Returned.Clear();

        await SendAsync("b");
        await ReplyAsync("a", "finished");

        Assert.Equal("too-many-tasks", ErrorOf(NextAnswer().Body).Code);
        Assert.Equal("client", Next()[0]);
    }

    [Fact]
    public async Task What_a_client_has_no_room_for_waits_for_it_in_order_and_its_runner_is_told_when_it_is_taken()
    {
        var room = await WaitingAsync("t");
        await FeedbackAsync("t", 1);
        await FeedbackAsync("t", 2);
        await ReplyAsync("t", "finished", ack: 1);

        Assert.Equal([("t", "feedback", 0), ("t", "feedback", 0), ("t", "finished", 0)], Taken());
        Assert.DoesNotContain(messages.Returned, frames => frames.Texts()[0] == "client");

        room.SetResult();
        await Eventually.TrueAsync(() => Taken().Length == 5, () => "nothing more is told");
        Assert.Equal([("t", "feedback", 1), ("t", "feedback", 2)], Taken()[3..]);
        Assert.Equal(["feedback", "feedback", "finished"], ToClient());
    }

    [Fact]
    public async Task One_client_that_has_no_room_keeps_no_other_waiting_and_who_only_watches_keeps_nobody()
    {
        await WaitingAsync("t");
        await HandleAsync("watcher", "", "task.status.t", """{"req":"task.status.t","task_host":"h","task_id":"t"}""");
        await SendAsync("u", "other");
        messages.Returned.Clear();

        await FeedbackAsync("t", 1);
        await FeedbackAsync("u", 1);

        Assert.Equal([("t", "feedback", 0), ("u", "feedback", 1)], Taken());
        Assert.Equal(["watcher", "other"], messages.Returned.Select(frames => frames.Texts()[0]).Where(address => address != "runner"));
    }

    [Fact]
    public async Task Of_a_client_that_has_gone_nobody_waits_for_room()
    {
        await WaitingAsync("t");
        messages.Gone["client"] = true;

        await FeedbackAsync("t", 1);

        Assert.Equal([("t", "feedback", 1)], Taken());
    }

    [Fact]
    public async Task What_waits_for_a_client_is_bounded_and_an_end_beyond_is_not_confirmed()
    {
        var room = await WaitingAsync("t");
        for (var count = 1; count <= 102; count++)
        {
            await FeedbackAsync("t", count);
            await ReplyAsync("t", "running", ack: 1); // What is said again and again takes nobody's place.
            await HandleAsync("runner", "", "task.reply.t", """{"req":"task.reply.t","task_id":"t","status":"feedback","repeat":1}""");
        }

        await ReplyAsync("t", "finished", ack: 1);

        Assert.Equal(2, metrics["count.dropped.peer-queue-full"]);
        Assert.DoesNotContain(Taken(), taken => taken.Status == "finished");
        room.SetResult();
        await Eventually.TrueAsync(() => ToClient().Length == 101, () => "what waited does not come");
    }

    /// <summary>A task whose client has no room until the result is there.</summary>
    private async Task<TaskCompletionSource> WaitingAsync(string id)
    {
        var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        messages.OnReturnAsync = frames => frames.Texts()[0] == "client" ? room.Task : Task.CompletedTask;
        await RegisterAsync();
        await SendAsync(id);
        messages.Returned.Clear();
        return room;
    }

    private Task FeedbackAsync(string id, int number) =>
        HandleAsync("runner", "", $"task.reply.{id}", $$"""{"req":"task.reply.{{id}}","task_id":"{{id}}","status":"feedback","ack":1,"seq":{{number}}}""");

    /// <summary>What the runner was told of what it has sent.</summary>
    private (string? Id, string? Status, int Number)[] Taken() =>
        [.. messages.Returned.Select(frames => frames.Texts()).Where(frames => frames[0] == "runner").Select(frames => JsonDocument.Parse(frames[^2]).RootElement)
            .Select(body => (body.GetProperty("task_id").GetString(), body.GetProperty("status").GetString(), body.TryGetProperty("seq", out var number) ? number.GetInt32() : 0))];

    private string[] ToClient() =>
        [.. messages.Returned.Select(frames => frames.Texts()).Where(frames => frames[0] == "client").Select(frames => JsonDocument.Parse(frames[^1]).RootElement.GetProperty("status").GetString()!)];

    private Task HandleAsync(params string[] frames) =>
        Task.Run(async () => await router.HandleAsync(Messages.Of(frames), TestContext.Current.CancellationToken));

    private Task RegisterOriginalAsync() => HandleAsync("runner", "hop", "", "task.register", """{"req":"task.register","host":"h","time":1.5,"hostname":"x","blob_hash":""}""");

    private Task RegisterAsync(string instance = "run") =>
        HandleAsync("runner", "hop", "", "task.register", $$"""{"req":"task.register","host":"h","ack":1,"instance":"{{instance}}","period":5}""");

    private Task SendAsync(string id = "t", string client = "client") =>
        HandleAsync(client, "Q1", "", $"task.send.{id}", $$"""{"req":"task.send.{{id}}","task_host":"h","task_handler":"x","task_id":"{{id}}"}""");

    private Task ReplyAsync(string id, string status, int ack = 0) =>
        HandleAsync("runner", "", $"task.reply.{id}", $$"""{"req":"task.reply.{{id}}","task_id":"{{id}}","status":"{{status}}","ack":{{ack}}}""");

    private string[] Next()
    {
        Assert.True(messages.Returned.TryDequeue(out var frames));
        return frames.Texts();
    }

    /// <summary>The next thing that is returned, which the router itself has said.</summary>
    private (string[] Route, JsonElement Body) NextAnswer()
    {
        var frames = Next();
        Assert.Equal("", frames[^1]);
        var body = JsonDocument.Parse(frames[^2]).RootElement;
        Assert.Equal(frames[^3], body.GetProperty("req").GetString());
        return (frames[..^2], body);
    }

    private static (string? Msg, string? Code, string? TaskId, string? OrigReq) ErrorOf(JsonElement error) =>
        (error.GetProperty("msg").GetString(), error.GetProperty("code").GetString(), error.GetProperty("task_id").GetString(), error.GetProperty("orig_req").GetString());

    private static string WithoutCommon(JsonElement body) => $"{{{string.Join(',', body.EnumerateObject().Where(property => property.Name is not ("time" or "hostname" or "blob_hash")))}}}";
}
