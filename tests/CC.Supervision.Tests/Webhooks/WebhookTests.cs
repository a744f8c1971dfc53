using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CC.Sdk.Testing;
using CC.Supervision.Events;
using CC.Supervision.Jobs;
using CC.Supervision.Tests.Jobs;
using CC.Supervision.Webhooks;

namespace CC.Supervision.Tests.Webhooks;

public sealed class WebhookTests : IAsyncDisposable
{
    private static readonly WebhookOptions Quick = new() { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(2), Timeout = TimeSpan.FromSeconds(30) };

    private readonly ConcurrentQueue<(WebhookOutcome Outcome, string Why)> outcomes = new();
    private readonly WebhookSender sender;

    public WebhookTests() => sender = new WebhookSender(TimeProvider.System, (_, outcome, why) => outcomes.Enqueue((outcome, why)));

    public ValueTask DisposeAsync() => sender.DisposeAsync();

    [Fact]
    public async Task What_happens_to_a_job_is_posted_in_its_order() // WH-01, DEF-37
    {
        await using var sink = new HttpSink();
        await using var all = new Playground();
        sender.Use([new Webhook("job.default.Dummy", sink.Url), new Webhook("load", sink.Url), new Webhook("unload", sink.Url), new Webhook("update", sink.Url)], Quick);
        all.Supervisor.Events.Subscribe(".", sender.Tell);

        all.Supervisor.Load(Playground.Sleeper("Dummy")); // Capitals, too
        all.Supervisor.Scale("Dummy", Scaling.Parse("+1"));
        all.Supervisor.Stop("Dummy");
        await all.HappenedAsync("job.default.Dummy.exit", times: 2);
        all.Supervisor.Unload("Dummy");
        await Limit.UntilAsync(() => sink.Calls.Any(call => call.Event == "job.default.Dummy.unload"));

        const string Job = "job.default.Dummy.";
        string[] ofJob = [.. sink.Calls.Select(call => call.Event).Where(name => name.StartsWith(Job, StringComparison.Ordinal)).Select(name => name[Job.Length..])];
        Assert.Equal(["load", "start", "spawn", "update", "spawn", "stop", "exit", "exit", "unload"], ofJob.Take(9));
        Assert.Equal(["load", "update", "unload"], sink.Calls.Select(call => call.Event).Where(name => !name.Contains('.', StringComparison.Ordinal)));
        var exit = sink.Calls.First(call => call.Event == "job.default.Dummy.exit");
        Assert.Equal("POST /hook HTTP/1.1", exit.Line);
        Assert.Equal("application/json", exit.Headers["Content-Type"]);
        Assert.False(exit.Headers.ContainsKey("X-Hub-Signature-256"));
        Assert.Equal(
            ["event", "exit_status", "name", "once", "os_pid", "pid", "term_signal"],
            JsonDocument.Parse(exit.Body).RootElement.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_url_of_several_patterns_is_told_once()
    {
        await using var sink = new HttpSink();
        await using var other = new HttpSink();
        sender.Use([new Webhook(".", sink.Url), new Webhook("exit", sink.Url), new Webhook("exit", other.Url)], Quick);

        Tell("exit", "start");
        await Limit.UntilAsync(() => sink.Calls.Count == 2 && other.Calls.Count == 1);

        Assert.Equal(["exit", "start"], sink.Calls.Select(call => call.Event));
    }

    [Fact]
    public async Task What_is_not_taken_is_told_again_before_anything_later() // DEF-37
    {
        var failures = new Queue<int>([500, 503, 429, 408]);
        await using var sink = new HttpSink(call => Task.FromResult(call.Event == "a" && failures.TryDequeue(out var status) ? status : 204));
        sender.Use([new Webhook(".", sink.Url)], Quick);

        Tell("a", "b");
        await Limit.UntilAsync(() => outcomes.Count == 6);

        Assert.Equal(["a", "a", "a", "a", "a", "b"], sink.Calls.Select(call => call.Event));
        Assert.Single(sink.Calls.Take(5).Select(call => call.Headers["X-CC-Delivery"]).Distinct());
        Assert.NotEqual(sink.Calls[4].Headers["X-CC-Delivery"], sink.Calls[5].Headers["X-CC-Delivery"]);
        Assert.Equal([.. Enumerable.Repeat(WebhookOutcome.Delayed, 4), WebhookOutcome.Sent, WebhookOutcome.Sent], outcomes.Select(told => told.Outcome));
        Assert.Contains((WebhookOutcome.Delayed, "it answers 503"), outcomes);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_will_never_be_taken_is_given_up_at_once(int status)
    {
        await using var sink = new HttpSink(call => Task.FromResult(call.Event == "a" ? status : 200));
        sender.Use([new Webhook(".", sink.Url)], Quick);

        Tell("a", "b");
        await Limit.UntilAsync(() => outcomes.Count == 2);

        Assert.Equal([(WebhookOutcome.Failed, $"it answers {status}"), (WebhookOutcome.Sent, "it answers 200")], outcomes);
    }

    [Fact]
    public async Task What_is_not_taken_for_long_is_given_up()
    {
        Uri nobody;
        await using (var gone = new HttpSink())
        {
            nobody = gone.Url;
        }

        sender.Use([new Webhook(".", nobody)], Quick with { Attempts = 3 });
        Tell("a");
        await Limit.UntilAsync(() => outcomes.Count == 3);

        Assert.Equal([WebhookOutcome.Delayed, WebhookOutcome.Delayed, WebhookOutcome.Failed], outcomes.Select(told => told.Outcome));
    }

    [Fact]
    public async Task Who_does_not_answer_is_not_waited_for_for_ever()
    {
        await using var sink = new HttpSink(call => call.Event == "a" ? new TaskCompletionSource<int>().Task : Task.FromResult(200));
        sender.Use([new Webhook(".", sink.Url)], Quick with { Timeout = TimeSpan.FromMilliseconds(50), Attempts = 1 });

        Tell("a");
        await Limit.UntilAsync(() => outcomes.Count == 1);

        Assert.Equal((WebhookOutcome.Failed, "it has not answered within 0.05 s"), outcomes.Single());
    }

    [Fact]
    public async Task A_slow_url_holds_up_neither_the_supervisor_nor_others_and_what_it_has_no_room_for_is_counted() // DEF-36
    {
        var patience = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = new HttpSink(_ => patience.Task);
        await using var quick = new HttpSink();
        sender.Use([new Webhook(".", slow.Url), new Webhook(".", quick.Url)], Quick with { QueueSize = 2 });

        Tell("a");
        await Limit.UntilAsync(() => slow.Calls.Count == 1 && quick.Calls.Count == 1);
        Tell("b", "c");
        await Limit.UntilAsync(() => quick.Calls.Count == 3);
        Tell("d");
        await Limit.UntilAsync(() => quick.Calls.Count == 4);
        Assert.Equal((WebhookOutcome.Dropped, "too many events wait for it"), Assert.Single(outcomes, told => told.Outcome != WebhookOutcome.Sent));
        patience.SetResult(200);
        await Limit.UntilAsync(() => slow.Calls.Count == 3);

        Assert.Equal(["a", "b", "c"], slow.Calls.Select(call => call.Event));
    }

    [Fact]
    public async Task Bodies_are_signed_as_those_of_github() // DEF-37
    {
        var secret = Encoding.UTF8.GetBytes("It's a Secret to Everybody");
        await using var sink = new HttpSink();
        sender.Use([new Webhook(".", sink.Url)], Quick with { Secret = secret });

        Tell("a");
        await Limit.UntilAsync(() => sink.Calls.Count == 1);

        var call = sink.Calls.Single();
        Assert.Equal($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(call.Body)))}", call.Headers["X-Hub-Signature-256"]);
    }

    [Fact]
    public void The_signature_is_githubs_own_example()
    {
        using var request = new WebhookRequest("a", "1", "Hello, World!"u8.ToArray()).To(new Uri("http://localhost"), Encoding.UTF8.GetBytes("It's a Secret to Everybody"));

        Assert.Equal(["sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"], request.Headers.GetValues("X-Hub-Signature-256"));
    }

    [Fact]
    public async Task Others_are_told_after_a_change_and_what_waits_for_one_that_stays_is_told_yet() // DEF-21
    {
        var patience = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stays = new HttpSink(_ => patience.Task);
        await using var goes = new HttpSink(_ => new TaskCompletionSource<int>().Task);
        await using var comes = new HttpSink();
        sender.Use([new Webhook("a", stays.Url), new Webhook("a", goes.Url)], Quick);
        Tell("a", "a.b");
        await Limit.UntilAsync(() => stays.Calls.Count == 1 && goes.Calls.Count == 1);

        sender.Use([new Webhook("a", stays.Url), new Webhook("a", comes.Url)], Quick);
        Tell("a.c");
        patience.SetResult(200);
        await Limit.UntilAsync(() => stays.Calls.Count == 3 && comes.Calls.Count == 1 && outcomes.Count(told => told.Outcome == WebhookOutcome.Dropped) == 2);

        Assert.Equal(["a", "a.b", "a.c"], stays.Calls.Select(call => call.Event));
        Assert.Single(goes.Calls);
    }

    [Fact]
    public async Task At_the_end_what_waits_is_told_as_long_as_there_is_time()
    {
        await using var sink = new HttpSink();
        await using var deaf = new HttpSink(_ => new TaskCompletionSource<int>().Task);
        sender.Use([new Webhook(".", sink.Url), new Webhook("b", deaf.Url)], Quick);
        Tell("a", "b");
        await Limit.UntilAsync(() => deaf.Calls.Count == 1 && sink.Calls.Count == 2);
        using var over = new CancellationTokenSource();

        var finishing = sender.FinishAsync(over.Token);
        Tell("c");
        Assert.False(finishing.IsCompleted);
        await over.CancelAsync();
        await finishing.LimitAsync();
        await sender.DisposeAsync().AsTask().LimitAsync();

        Assert.Equal(["a", "b"], sink.Calls.Select(call => call.Event));
        Assert.Contains(outcomes, told => told.Outcome == WebhookOutcome.Dropped);
    }

    [Theory]
    [InlineData(".", "anything", true)]
    [InlineData("job.default", "job.default.web.exit", true)]
    [InlineData("job.default.", "job.default.web.exit", true)]
    [InlineData("job.default", "job.defaults.web.exit", false)]
    [InlineData("exit", "exit", true)]
    [InlineData("exit", "job.default.web.exit", false)]
    [InlineData("job.default.web", "job.default", false)]
    public void A_pattern_takes_what_begins_with_its_labels(string pattern, string name, bool isTaken) => Assert.Equal(isTaken, new Webhook(pattern, new Uri("http://localhost")).Takes(name));

    [Fact]
    public void Pauses_double_up_to_the_longest()
    {
        var options = new WebhookOptions();

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], Enumerable.Range(1, 9).Select(attempts => WebhookRetry.Decide(options, attempts, null)!.Value.TotalSeconds));
        Assert.Null(WebhookRetry.Decide(options, 10, null));
    }

    private void Tell(params string[] names)
    {
        foreach (var name in names)
        {
            sender.Tell(name, new SupervisorEvent(name) { Name = "default.web" });
        }
    }
}
