using System.Text.Json.Nodes;
using CC.Plugins.JobMgr;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Handlers.Tests.JobMgr.Configured;

/// <summary>Jobs that have sections: what becomes of them when the configuration, the manager or the node changes.</summary>
public sealed class ConfiguredJobsTests : IAsyncDisposable
{
    private static readonly HashSet<string> Changed = [];

    private readonly FakeMessages messages = new();
    private readonly FakeEvents events = new();
    private readonly FakeMetrics metrics = new();
    private readonly RecordingLogger<JobMgrHandler> logger = new();
    private readonly TemporaryFolder folder = new();
    private readonly List<JobMgrHandler> managers = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var manager in managers)
        {
            await manager.DisposeAsync();
        }

        folder.Dispose();
    }

    private JobMgrHandler Manager => managers[^1];

    [Fact]
    public async Task They_run_from_the_start_in_the_order_of_their_priorities() // MG-19
    {
        Start("[job:b]\ncmd = sleep 1000\npriority = 2\n[job:app:c]\ncmd = sleep 1000\nnumprocesses = 2\n[process:a]\ncmd = sleep 1000\npriority = 1\n[job:idle]\ncmd = sleep 1000\nstart = no\n[env:a]\nx = y");

        Assert.Equal(["default.a", "default.b", "app.c", "default.idle"], await JobsAsync());
        Assert.Equal("1", string.Join(" ", await PidsAsync("a")));
        Assert.Equal("2", string.Join(" ", await PidsAsync("b")));
        Assert.Equal("3 4", string.Join(" ", await PidsAsync("app.c")));
        Assert.Equal("idle", await StateAsync("idle"));
        Assert.Equal("y", (string?)(await AskAsync("job.process_info", """{"pid": 1}"""))["info"]!["env"]!["X"]);
    }

    [Fact]
    public async Task Another_configuration_is_taken_on_by_its_difference() // DEF-21
    {
        Start("[job:same]\ncmd = sleep 1000\nnumprocesses = 2\n[job:changed]\ncmd = sleep 1000\n[job:gone]\ncmd = sleep 1000\n[job:idle]\ncmd = sleep 1000\nstart = no");
        await AskAsync("job.load", """{"config": {"name": "own", "cmd": "sleep 1000"}}""");
        var (same, changed, own) = (await PidsAsync("same"), await PidsAsync("changed"), await PidsAsync("own"));

        await ReconfigureAsync("[job:new]\ncmd = sleep 1000\n[job:idle]\ncmd = sleep 1000\nstart = no\n[job:changed]\ncmd = sleep 1001\n[process:same]\nnumprocesses = 2\ncmd = sleep 1000\npriority = 3");
        await UntilAsync(async () => await PidsAsync("changed") is [var next] && next != changed[0], "the changed job does not come back");

        Assert.Equal(["default.same", "default.changed", "default.idle", "default.own", "default.new"], await JobsAsync());
        Assert.Equal(same, await PidsAsync("same"));
        Assert.Equal(own, await PidsAsync("own"));
        Assert.Single(await PidsAsync("new"));
        Assert.Equal("idle", await StateAsync("idle"));
        Assert.Equal("sleep 1001", (string?)(await InfoAsync("changed"))["config"]!["cmd"]);
    }

    [Fact]
    public async Task What_was_scaled_or_stopped_stays_so()
    {
        const string Both = "[job:scaled]\ncmd = sleep 1000\n[job:stopped]\ncmd = sleep 1000\n";
        Start(Both);
        await AskAsync("job.scale", """{"name": "scaled", "n": "=3"}""");
        await AskAsync("job.stop", """{"name": "stopped"}""");

        await ReconfigureAsync($"{Both}[job:new]\ncmd = sleep 1000");
        await ReconfigureAsync("[job:scaled]\ncmd = sleep 1000\nnice = 1\n[job:stopped]\ncmd = sleep 1000\nnice = 1");
        await UntilAsync(async () => (await PidsAsync("scaled")).Length == 3, "the scaled job does not come back");
        Assert.Equal("stopped", await StateAsync("stopped"));

        await ReconfigureAsync("[job:scaled]\ncmd = sleep 1000\nnice = 1\nnumprocesses = 2\n[job:stopped]\ncmd = sleep 1000\nnice = 1");
        await UntilAsync(async () => (await PidsAsync("scaled")).Length == 2, "another number in the file does not count");
    }

    [Fact]
    public async Task One_that_was_scaled_to_none_stays_so_until_the_file_has_another_number()
    {
        Start("[job:none]\ncmd = sleep 1000\nnumprocesses = 3\n[job:idle]\ncmd = sleep 1000\nnumprocesses = 0\nstart = no");
        await AskAsync("job.scale", """{"name": "none", "n": "=0"}""");

        await ReconfigureAsync("[job:none]\ncmd = sleep 1000\nnumprocesses = 3\nnice = 1\n[job:idle]\ncmd = sleep 1000\nnumprocesses = 1\nstart = no");
        Assert.Equal(0, (int)(await InfoAsync("none"))["max_processes"]!);

        await ReconfigureAsync("[job:none]\ncmd = sleep 1000\nnumprocesses = 2\nnice = 1\n[job:idle]\ncmd = sleep 1000\nnumprocesses = 2\nstart = no");
        await UntilAsync(async () => (await PidsAsync("none")).Length == 2, "another number in the file does not count");
        Assert.Empty(await PidsAsync("idle"));
    }

    [Fact]
    public async Task A_job_that_was_given_up_is_started_when_its_section_is_mended()
    {
        Start("[job:bad]\ncmd = false\nflapping = 1 60 0.01 1");
        await UntilAsync(async () => await StateAsync("bad") == "gave up", "it is not given up");

        await ReconfigureAsync("[job:bad]\ncmd = sleep 1000\nflapping = 1 60 0.01 1");

        await UntilAsync(async () => await StateAsync("bad") == "running", "it is not started");
    }

    [Fact]
    public async Task A_job_that_can_not_be_started_is_told_of_keeps_no_other_and_is_tried_again()
    {
        Start($"[job:bad]\ncmd = {folder["program"]}\n[job:good]\ncmd = sleep 1000");
        Assert.Equal(["default.good"], await JobsAsync());
        Assert.Single(logger.Lines, line => line.Level == LogLevel.Error && line.Text.StartsWith("default.bad is not as its section says: ", StringComparison.Ordinal));

        File.CreateSymbolicLink(folder["program"], "/bin/cat");
        await ReconfigureAsync($"[job:bad]\ncmd = {folder["program"]}\nredirect_input = yes\n[job:good]\ncmd = sleep 1000");

        Assert.Equal(["default.good", "default.bad"], await JobsAsync());
    }

    [Fact]
    public async Task A_command_changes_a_job_until_its_section_does()
    {
        const string Ini = "[job:web]\ncmd = sleep 1000\n[job:gone]\ncmd = sleep 1000\n";
        Start(Ini);
        await AskAsync("job.update", """{"config": {"name": "web", "cmd": "sleep 2000", "configured": true}}""");
        await AskAsync("job.unload", """{"name": "gone"}""");

        await ReconfigureAsync($"{Ini}[job:other]\ncmd = sleep 1000");
        Assert.Equal("sleep 2000", (string?)(await InfoAsync("web"))["config"]!["cmd"]);
        Assert.Equal(["default.web", "default.other"], await JobsAsync());

        await ReconfigureAsync("[job:other]\ncmd = sleep 1000"); // It is not the file's any more.
        Assert.Equal(["default.web", "default.other"], await JobsAsync());

        await ReconfigureAsync("[job:web]\ncmd = sleep 3000\n[job:other]\ncmd = sleep 1000");
        Assert.Equal("sleep 3000", (string?)(await InfoAsync("web"))["config"]!["cmd"]);
    }

    [Fact]
    public async Task The_next_node_has_them_as_the_file_says_then_with_what_was_scaled_and_stopped()
    {
        Start("[job:scaled]\ncmd = sleep 1000\n[job:stopped]\ncmd = sleep 1000\n[job:changed]\ncmd = sleep 1000\n[job:gone]\ncmd = sleep 1000");
        await AskAsync("job.scale", """{"name": "scaled", "n": 1}""");
        await AskAsync("job.stop", """{"name": "stopped"}""");
        await AskAsync("job.load", """{"config": {"name": "own", "cmd": "sleep 1000"}}""");
        await Manager.DisposeAsync();

        Start("[job:scaled]\ncmd = sleep 1000\n[job:stopped]\ncmd = sleep 1000\n[job:changed]\ncmd = sleep 1001\n[job:new]\ncmd = sleep 1000");

        Assert.Equal(["default.scaled", "default.stopped", "default.changed", "default.own", "default.new"], await JobsAsync());
        Assert.Equal(2, (await PidsAsync("scaled")).Length);
        Assert.Equal("stopped", await StateAsync("stopped"));
        Assert.Equal("sleep 1001", (string?)(await InfoAsync("changed"))["config"]!["cmd"]);
        Assert.DoesNotContain(events.Published, told => told.Name == "job.default.changed.update");
    }

    [Fact]
    public async Task A_detached_process_goes_on_under_the_next_node_if_its_section_says_the_same()
    {
        const string Same = "[job:same]\ncmd = sleep 1000\ndetach = yes\ngraceful_timeout = 1.5\nflapping = 2 1 7 5\nbackoff.cap = 60\nlimits.nofile = 1 K\nmemory_limit = 1 G\nready.tcp = 127.0.0.1:1\nready.failures = 0\n[env:same]\nx = \"y\"\n";
        const string Changed = "[job:changed]\ncmd = sleep 1000\ndetach = yes";
        Start($"{Same}{Changed}");
        var (same, changed) = (await OsPidAsync("same"), await OsPidAsync("changed"));
        await Manager.DisposeAsync();

        Start($"{Same}{Changed}\nnice = 1");

        Assert.Equal(same, await OsPidAsync("same"));
        Assert.NotEqual(changed, await OsPidAsync("changed"));
        await AskAsync("job.stop", """{"name": "same"}""");
        await AskAsync("job.stop", """{"name": "changed"}""");
    }

    [Fact]
    public async Task A_section_that_was_refused_and_is_as_before_leaves_the_process_as_it_is()
    {
        const string Ini = "[job:web]\ncmd = sleep 1000";
        Start(Ini);
        await AskAsync("job.load", """{"config": {"name": "own", "cmd": "sleep 1000", "depends_on": {"web": "started"}}}""");
        var before = await PidsAsync("web");

        await ReconfigureAsync($"{Ini}\ndepends_on.own = started");
        Assert.Single(logger.Lines, line => line.Level == LogLevel.Error && line.Text.Contains("depends_on makes a circle", StringComparison.Ordinal));
        await ReconfigureAsync(Ini);

        Assert.Equal(before, await PidsAsync("web"));
    }

    [Fact]
    public async Task The_manager_of_another_build_waits_for_the_one_before_and_loses_no_job()
    {
        const string Ini = "[job:web]\ncmd = sleep 1000";
        Start(Ini);
        await AskAsync("job.load", """{"config": {"name": "own", "cmd": "sleep 1000", "detach": true}}""");
        var own = await OsPidAsync("own");

        Start(Ini);
        var asking = AskAsync("job.jobs");
        await managers[0].DisposeAsync();

        Assert.Equal(["default.web", "default.own"], Texts((await asking)["jobs"]!));
        Assert.Equal(own, await OsPidAsync("own"));
        await AskAsync("job.stop", """{"name": "own"}""");
    }

    [Fact]
    public async Task Two_managers_do_not_keep_their_jobs_in_one_file()
    {
        Start("[job:web]\ncmd = sleep 1000", state: folder["state"]);
        Start("[job:web]\ncmd = sleep 1000", state: folder["state"], section: "h:other"); // Either may be the first.
        var other = await RefusalAsync();
        managers.Reverse();
        var one = await RefusalAsync();

        Assert.Contains("give each jobmgr a file of its own", Assert.Single([one, other], refusal => refusal.Length > 0), StringComparison.Ordinal);
        Start("", section: "h:third");
        Assert.Empty(await JobsAsync());
    }

    [Fact]
    public async Task Webhooks_of_the_file_are_told_and_changed_with_it() // WH-01, DEF-21, DEF-37
    {
        await using var one = new HttpSink();
        await using var other = new HttpSink(call => Task.FromResult(call.Event.EndsWith(".unload", StringComparison.Ordinal) ? 400 : 200));
        var secret = folder.File("secret", "hush\n");
        Start($"[webhooks]\njob.default.Web = {one.Url}\n[job:Web]\ncmd = sleep 1000", secretFile: secret);
        await Eventually.TrueAsync(() => one.Calls.Count == 3, () => "the webhook is not told");
        Assert.Equal(["job.default.Web.load", "job.default.Web.start", "job.default.Web.spawn"], one.Calls.Select(call => call.Event));
        Assert.StartsWith("sha256=", one.Calls[0].Headers["X-Hub-Signature-256"], StringComparison.Ordinal);

        await ReconfigureAsync($"[webhooks]\nunload = {other.Url}\njob.default.Web.unload = {other.Url}");
        await Eventually.TrueAsync(() => other.Calls.Count == 2, () => "the new webhook is not told");

        Assert.Equal(3, one.Calls.Count);
        await Eventually.TrueAsync(() => metrics["webhooks.failed"] == 1 && metrics["webhooks.sent"] == 4, () => $"{metrics["webhooks.sent"]} are counted as sent");
        await Eventually.TrueAsync(() => logger.Lines.Any(line => line.Text.StartsWith($"the webhook {other.Url} takes no events: it answers 400", StringComparison.Ordinal)), () => "the refusal is not logged");
    }

    [Theory]
    [InlineData("webhook-secret = a\nwebhook-secret-file = b", "is given together with webhook-secret")]
    [InlineData("webhook-secret-file = /no/such/file", "can't be read")]
    [InlineData("webhook-secret-file = /dev/null", "is an empty file")]
    public void A_secret_is_there_or_the_configuration_is_wrong(string lines, string rule) =>
        Assert.Contains(rule, Assert.Throws<OptionsException>(() => OptionsOf.Section<JobMgrOptions>(lines)).Message, StringComparison.Ordinal);

    private void Start(string ini, string state = "", string section = "h:jobmgr", string secretFile = "") => managers.Add(new JobMgrHandler(
        new JobMgrOptions { State = state, Sections = Sections.Of(ini), WebhookSecretFile = secretFile },
        new ComponentContext(section, "test", "testhost") { NodePidFile = folder["node.pid"] },
        new FakeComponents(), messages, events, metrics, TimeProvider.System, logger));

    private Task ReconfigureAsync(string ini) => Manager.ReconfigureAsync(new JobMgrOptions { Sections = Sections.Of(ini) }, Changed, CancellationToken.None);

    private async Task<string[]> JobsAsync() => Texts((await AskAsync("job.jobs"))["jobs"]!);

    private async Task<int[]> PidsAsync(string job) => [.. (await AskAsync("job.pids", $$"""{"name": "{{job}}"}"""))["pids"]!.AsArray().Select(pid => (int)pid!)];

    private async Task<JsonNode> InfoAsync(string job) => (await AskAsync("job.info", $$"""{"name": "{{job}}"}"""))["info"]!;

    private async Task<string?> StateAsync(string job) => (string?)(await InfoAsync(job))["state"];

    private async Task<int> OsPidAsync(string job) => (int)(await AskAsync("job.process_info", $$"""{"pid": {{(await PidsAsync(job)).Single()}}}"""))["info"]!["os_pid"]!;

    private static async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, otherwise);
            await Task.Delay(10, CancellationToken.None);
        }
    }

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(item => (string)item!)];

    private async Task<string> RefusalAsync()
    {
        try
        {
            await AskAsync("job.jobs");
            return "";
        }
        catch (InvalidOperationException refusal)
        {
            return refusal.Message;
        }
    }

    private async Task<JsonNode> AskAsync(string type, string arguments = "{}")
    {
        messages.Returned.Clear();
        var body = JsonNode.Parse(arguments)!.AsObject();
        body["req"] = type;
        await Manager.HandleAsync(Messages.Of("id", "", type, body.ToJsonString()), CancellationToken.None);
        await Eventually.TrueAsync(() => messages.Returned.Count == 1, () => "nobody answers");
        var answer = JsonNode.Parse(Assert.Single(messages.Returned).Texts()[3])!;
        return (string?)answer["req"] == "reply" ? answer["result"]! : throw new InvalidOperationException(answer.ToJsonString());
    }
}
