using System.Text.Json;
using CC.Plugins.JobMgr;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Handlers.Tests.JobMgr;

public sealed class JobMgrHandlerTests : IAsyncDisposable
{
    private static readonly HashSet<string> NothingChanged = [];

    private readonly FakeComponents components = new();
    private readonly FakeMessages messages = new();
    private readonly FakeEvents events = new();
    private readonly ManualTime time = new();
    private readonly RecordingLogger<JobMgrHandler> logger = new();
    private JobMgrHandler? manager;

    public ValueTask DisposeAsync() => manager?.DisposeAsync() ?? default;

    [Fact]
    public async Task Runs_each_daemon_of_its_list_once()
    {
        components.Add("d:one", ForEver);
        components.Add("d:two", ForEver);

        Start("d:one, d:two, d:one");
        await RunsAsync(2);

        Assert.Equal(["d:one", "d:two"], components.Runs.Order());
        Assert.Empty(time.Waiting);
    }

    [Fact]
    public async Task A_daemon_that_ends_is_started_again_at_once_and_then_after_5_and_10_seconds()
    {
        components.Add("d:one", _ => Task.CompletedTask);

        Start("d:one");
        await RunsAsync(2);
        await WaitsAsync(seconds: 5);
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(2, components.Runs.Count);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await RunsAsync(3);
        await WaitsAsync(seconds: 10);

        Assert.Equal(
            ["d:one has ended; it is started again in 0 s", "d:one has ended; it is started again in 5 s", "d:one has ended; it is started again in 10 s"],
            logger.Lines.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text));
    }

    [Fact]
    public async Task A_daemon_that_fails_is_started_again_as_well()
    {
        components.Add("d:one", _ => throw new InvalidOperationException("no luck"));

        Start("d:one");

        await RunsAsync(2);
        await WaitsAsync(seconds: 5);
    }

    [Fact]
    public async Task A_daemon_that_cancels_itself_is_started_again_as_well()
    {
        components.Add("d:one", _ => throw new OperationCanceledException());

        Start("d:one");

        await RunsAsync(2);
    }

    [Fact]
    public async Task A_daemon_that_was_healthy_is_started_again_at_once()
    {
        var end = new TaskCompletionSource();
        components.Add("d:one", cancellation => components.Runs.Count < 3 ? Task.CompletedTask : end.Task.WaitAsync(cancellation));
        Start("d:one");
        await WaitsAsync(seconds: 5);
        time.Advance(TimeSpan.FromSeconds(5));
        await RunsAsync(3);

        time.Advance(TimeSpan.FromHours(1));
        end.SetResult();
        await RunsAsync(4);

        Assert.Equal("d:one has ended; it is started again in 0 s", logger.Lines.Last(line => line.Level == LogLevel.Warning && line.Text.Contains("0 s")).Text);
    }

    [Fact]
    public async Task The_formula_is_that_of_the_section_as_it_is_then()
    {
        components.Add("d:one", _ => Task.CompletedTask, "watchdog-formula-a = 7");
        Start("d:one");
        await WaitsAsync(seconds: 7);

        components.Add("d:one", _ => Task.CompletedTask, "watchdog-formula-a = 70\nwatchdog-formula-b = 0");
        time.Advance(TimeSpan.FromSeconds(7));

        await WaitsAsync(seconds: 70);
    }

    [Fact]
    public async Task Daemons_do_not_wait_for_each_other()
    {
        components.Add("d:bad", _ => throw new InvalidOperationException());
        components.Add("d:good", ForEver);

        Start("d:bad, d:good, d:missing");
        await Eventually.TrueAsync(() => components.Runs.Count(section => section == "d:missing") == 2, () => "d:missing is not tried again");

        Assert.Single(components.Runs, section => section == "d:good");
    }

    [Fact]
    public async Task Stops_its_daemons_and_waits_until_they_have_ended()
    {
        var ended = new TaskCompletionSource();
        var told = new TaskCompletionSource();
        components.Add("d:one", async cancellation =>
        {
            await ForEver(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            told.SetResult();
            await ended.Task;
        });
        Start("d:one");
        await RunsAsync(1);

        var stopping = manager!.DisposeAsync().AsTask();
        await told.Task.WaitAsync(ServerProcess.Patience);
        Assert.False(stopping.IsCompleted);
        ended.SetResult();
        await stopping.WaitAsync(ServerProcess.Patience);

        Assert.Single(components.Runs);
        Assert.DoesNotContain(logger.Lines, line => line.Level > LogLevel.Information);
    }

    [Fact]
    public async Task Does_not_wait_out_a_pause_when_it_stops()
    {
        components.Add("d:one", _ => Task.CompletedTask, "watchdog-formula-a = 1000");
        Start("d:one");
        await WaitsAsync(seconds: 1000);

        await manager!.DisposeAsync().AsTask().WaitAsync(ServerProcess.Patience);

        Assert.Single(components.Runs);
        Assert.Empty(time.Waiting);
    }

    [Fact]
    public async Task A_failure_while_it_stops_is_told_and_starts_nothing()
    {
        components.Add("d:one", async cancellation =>
        {
            await ForEver(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException();
        });
        Start("d:one");
        await RunsAsync(1);

        await manager!.DisposeAsync();

        Assert.Single(components.Runs);
        Assert.Contains((LogLevel.Warning, "d:one failed while it was stopped"), logger.Lines);
    }

    [Fact]
    public async Task A_changed_list_stops_and_starts_only_what_differs()
    {
        var stopped = new List<string>();
        foreach (var section in (string[])["d:one", "d:two", "d:three"])
        {
            components.Add(section, async cancellation =>
            {
                await ForEver(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                lock (stopped)
                {
                    stopped.Add(section);
                }
            });
        }

        Start("d:one, d:two");
        await RunsAsync(2);
        await ReconfigureAsync("d:two, d:three", NothingChanged);
        await RunsAsync(3);
        await Eventually.TrueAsync(() => stopped.Count > 0, () => "d:one is not stopped");

        Assert.Equal(["d:one"], stopped);
        Assert.Equal("d:three", components.Runs.Last());
    }

    [Fact]
    public async Task A_daemon_whose_section_changed_is_restarted_and_no_other()
    {
        components.Add("d:one", ForEver);
        components.Add("d:two", ForEver);
        Start("d:one, d:two");
        await RunsAsync(2);

        await ReconfigureAsync("d:one, d:two", new HashSet<string> { "d:two", "h:other" });
        await RunsAsync(3);

        Assert.Equal("d:two", components.Runs.Last());
        Assert.Empty(time.Waiting);
        Assert.DoesNotContain(logger.Lines, line => line.Level > LogLevel.Information);
    }

    [Fact]
    public async Task A_daemon_that_waits_for_its_restart_need_not_when_its_section_changed()
    {
        components.Add("d:one", _ => Task.CompletedTask, "watchdog-formula-a = 1000");
        Start("d:one");
        await WaitsAsync(seconds: 1000);

        components.Add("d:one", ForEver);
        await ReconfigureAsync("d:one", new HashSet<string> { "d:one" });

        await RunsAsync(2);
        Assert.Empty(time.Waiting);
    }

    [Fact]
    public async Task A_daemon_that_comes_back_waits_for_its_predecessor()
    {
        var ended = new TaskCompletionSource();
        components.Add("d:one", cancellation => components.Runs.Count == 1 ? ended.Task : ForEver(cancellation));
        Start("d:one");
        await RunsAsync(1);

        await ReconfigureAsync("", NothingChanged);
        await ReconfigureAsync("d:one", NothingChanged);
        Assert.Single(components.Runs);
        ended.SetResult();

        await RunsAsync(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Takes_no_other_messages_and_says_so_to_who_may_command(bool may) // CT-03
    {
        Start("");
        messages.MayAll = may;

        Assert.Equal(MessageFault.NotForHandler, await FaultOfAsync("job.nothing", "{}"));

        Assert.Equal(may ? ["command_not_found"] : [], messages.Returned.Select(answer => JsonDocument.Parse(answer.Texts()[3]).RootElement.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("job.config", """{"req": "job.config"}""", MessageFault.BadField, "job.config needs job_name: the node's name, a dot, and the section")]
    [InlineData("job.ping", """{"req": "job.ping", "job_name": 3}""", MessageFault.BadBody, "job_name")]
    public async Task Who_does_not_say_who_it_is_is_told(string type, string body, MessageFault fault, string why)
    {
        Start("");

        Assert.Equal(fault, await FaultOfAsync(type, body));

        Message.TryParse(messages.Returned.Single(), out var answer);
        var error = JsonElement.Parse(answer.Body.Span);
        Assert.Equal(("error", "bad-request", type), (answer.Type, error.GetProperty("code").GetString(), error.GetProperty("orig_req").GetString()));
        Assert.Contains(why, error.GetProperty("msg").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_a_daemon_its_configuration_without_secrets()
    {
        components.Add("d:one", ForEver, "module = one\ndb-password = x\ndb = host=a password=b\nurl = http://me:x@host/\nbase = /tmp\npath = %(base)s/x");
        Start("d:one");

        var byName = await AskAsync("job.config", "test.d:one");
        var bySection = await AskAsync("job.config", "d:one");

        Assert.Equal("job.config", byName.GetProperty("req").GetString());
        Assert.Equal("test.d:one", byName.GetProperty("job_name").GetString());
        Assert.Equal(
            """{"module":"one","base":"/tmp","path":"/tmp/x","job_name":"test.d:one"}""",
            byName.GetProperty("config").GetRawText());
        Assert.Equal("d:one", bySection.GetProperty("job_name").GetString());
    }

    [Theory]
    [InlineData("job.config")]
    [InlineData("job.ping")]
    public async Task What_it_does_not_manage_is_answered_by_an_error(string type)
    {
        components.Add("d:one", ForEver);
        components.Add("d:two", ForEver);
        Start("d:one");

        var answer = await AskAsync(type, "test.d:two\n");

        Assert.Equal("error", answer.GetProperty("req").GetString());
        Assert.Equal("unknown", answer.GetProperty("code").GetString());
        Assert.Equal(type, answer.GetProperty("orig_req").GetString());
        Assert.Equal("'test.d:two?' is no daemon of this jobmgr's; a job_name is the node's, a dot, and one of: d:one", answer.GetProperty("msg").GetString());
    }

    [Fact]
    public async Task A_daemon_that_has_pinged_once_and_falls_silent_is_restarted_and_told_of()
    {
        components.Add("d:one", ForEver, "ping-timeout = 30");
        Start("d:one");
        await RunsAsync(1);
        Assert.Empty(time.Waiting);

        Assert.Equal("reply", (await AskAsync("job.ping", "test.d:one")).GetProperty("req").GetString());
        time.Advance(TimeSpan.FromSeconds(29));
        await AskAsync("job.ping", "test.d:one");
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Single(components.Runs);
        time.Advance(TimeSpan.FromSeconds(1));
        await RunsAsync(2);

        Assert.Equal(["daemon.d:one.hung"], events.Published.Select(told => told.Name));
        Assert.Contains((LogLevel.Warning, "d:one was ended: it hangs: it has sent no job.ping for 30 s (ping-timeout); it is started again in 0 s"), logger.Lines);
        Assert.Empty(time.Waiting);
    }

    [Fact]
    public async Task Without_a_limit_a_silent_daemon_is_left_alone()
    {
        components.Add("d:one", ForEver);
        Start("d:one");
        await RunsAsync(1);

        await AskAsync("job.ping", "test.d:one");

        Assert.Empty(time.Waiting);
    }

    [Fact]
    public void Takes_a_list_or_none()
    {
        Assert.Empty(OptionsOf.Section<JobMgrOptions>("").Daemons);
        Assert.Equal(["d:one", "d:two"], OptionsOf.Section<JobMgrOptions>("daemons = d:one, d:two").Daemons);
    }

    private async Task<MessageFault> FaultOfAsync(string type, string body) =>
        (await Assert.ThrowsAsync<MessageException>(async () => await manager!.HandleAsync(Messages.Of("id", "", type, body), default))).Fault;

    private async Task<JsonElement> AskAsync(string type, string name)
    {
        messages.Returned.Clear();
        var body = JsonSerializer.Serialize(new Dictionary<string, string> { ["req"] = type, ["job_name"] = name });
        await manager!.HandleAsync(Messages.Of("id", "", type, body), default);
        var answer = Assert.Single(messages.Returned).Texts();
        Assert.Equal(["id", ""], answer[..2]);
        return JsonDocument.Parse(answer[3]).RootElement;
    }

    private static Task ForEver(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    private static JobMgrOptions Options(string daemons) =>
        new() { Daemons = daemons.Split(", ", StringSplitOptions.RemoveEmptyEntries) };

    private void Start(string daemons) => manager = new JobMgrHandler(Options(daemons), new ComponentContext("h:jobmgr", "test", "testhost"), components, messages, events, new FakeMetrics(), time, logger);

    private Task ReconfigureAsync(string daemons, IReadOnlySet<string> changed) => manager!.ReconfigureAsync(Options(daemons), changed, default);

    private Task RunsAsync(int count) =>
        Eventually.TrueAsync(() => components.Runs.Count >= count, () => $"daemons were run {components.Runs.Count} times, not {count}");

    private Task WaitsAsync(double seconds) =>
        Eventually.TrueAsync(() => time.Waiting is [var next, ..] && next == TimeSpan.FromSeconds(seconds), () => $"no restart is {seconds} s away");
}
