using System.Text.Json.Nodes;
using CC.Plugins.JobMgr;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;

namespace CC.Handlers.Tests.JobMgr.Daemons;

/// <summary>Daemons of the configuration, managed as jobs are.</summary>
public sealed class DaemonJobsTests : IAsyncDisposable
{
    private readonly FakeComponents components = new();
    private readonly FakeMessages messages = new();
    private readonly JobMgrHandler manager;

    public DaemonJobsTests()
    {
        components.Add("d:one", stop => Task.Delay(Timeout.Infinite, stop), "stop-grace = 7\ndb-password = secret");
        manager = new JobMgrHandler(
            new JobMgrOptions { Daemons = ["d:one"] }, new ComponentContext("h:jobmgr", "test", "testhost"), components, messages, new FakeEvents(), new FakeMetrics(), TimeProvider.System,
            new RecordingLogger<JobMgrHandler>());
    }

    public ValueTask DisposeAsync() => manager.DisposeAsync();

    [Fact]
    public async Task They_are_listed_with_the_jobs_unless_a_session_is_asked_for()
    {
        await AskAsync("job.load", """{"config": {"name": "web", "cmd": "sleep 1000"}, "start": false}""");

        Assert.Equal(["default.web", "d:one"], (await AskAsync("job.jobs"))["jobs"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(["default.web", "d:one"], (await AskAsync("job.list"))["jobs"]!.AsArray().Select(job => (string?)job!["name"]));
        Assert.Equal(["default.web"], (await AskAsync("job.jobs", """{"sessionid": "default"}"""))["jobs"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public async Task What_is_told_of_one_has_the_names_of_a_jobs_and_no_secret()
    {
        await StateAsync("running");

        var info = (await AskAsync("job.info", """{"name": "d:one"}"""))["info"]!;

        Assert.Equal(
            """{"name":"d:one","kind":"daemon","active":true,"running":1,"running_out":0,"max_processes":1,"processes":[],"config":{"stop-grace":"7","job_name":"test.d:one"},"state":"running"}""",
            info.ToJsonString());
    }

    [Fact]
    public async Task One_that_is_stopped_runs_again_when_it_is_started_and_not_before()
    {
        await StateAsync("running");

        await AskAsync("job.stop", """{"name": "d:one"}""");
        await StateAsync("stopped");
        await AskAsync("job.restart", """{"name": "d:one"}""");
        await StateAsync("stopped");
        Assert.Single(components.Runs);

        await AskAsync("job.start", """{"name": "d:one"}""");
        await StateAsync("running");
    }

    [Fact]
    public async Task One_that_is_restarted_has_ended_and_runs_anew()
    {
        await StateAsync("running");

        await AskAsync("job.restart", """{"name": "d:one"}""");

        await Eventually.TrueAsync(() => components.Runs.Count == 2, () => "it does not run anew");
    }

    [Fact]
    public async Task What_is_of_no_use_to_a_daemon_is_refused()
    {
        var refused = await AskAsync("job.scale", """{"name": "d:one", "n": "+1"}""");

        Assert.Equal((400, "not_for_daemon"), ((int)refused["errno"]!, (string?)refused["reason"]));
    }

    private Task StateAsync(string state) => Eventually.TrueAsync(() => State() == state, () => $"it is {State()}, not {state}");

    private string? State()
    {
        var asked = AskAsync("job.info", """{"name": "d:one"}""");
        Assert.True(asked.IsCompletedSuccessfully, "what is known is told at once");
        return (string?)asked.Result["info"]!["state"];
    }

    /// <summary>The result, or the error.</summary>
    private async Task<JsonObject> AskAsync(string type, string arguments = "{}")
    {
        messages.Returned.Clear();
        var body = JsonNode.Parse(arguments)!.AsObject();
        body["req"] = type;
        await manager.HandleAsync(Messages.Of("id", "", type, body.ToJsonString()), CancellationToken.None);
        var answer = JsonNode.Parse(Assert.Single(messages.Returned).Texts()[3])!.AsObject();
        return answer["result"] as JsonObject ?? answer;
    }
}
