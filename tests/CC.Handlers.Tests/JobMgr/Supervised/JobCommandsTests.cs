using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CC.Plugins.JobMgr;
using CC.Plugins.JobMgr.Supervised;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Supervision.Streams;

namespace CC.Handlers.Tests.JobMgr.Supervised;

/// <summary>Commands for the supervisor as messages.</summary>
public sealed class JobCommandsTests : IAsyncDisposable
{
    private readonly FakeMessages messages = new();
    private readonly FakeEvents events = new();
    private readonly RecordingLogger<JobMgrHandler> logger = new();
    private readonly TemporaryFolder folder = new();
    private JobMgrHandler manager;

    public JobCommandsTests() => manager = Start();

    public async ValueTask DisposeAsync()
    {
        await manager.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_command_is_answered_by_its_result()
    {
        Assert.Equal("""reply {"ok":true}""", await AskAsync("job.load", """{"config": {"name": "web", "cmd": "sleep 1000", "numprocesses": 0}}"""));
        Assert.Equal("""reply {"jobs":["default.web"]}""", await AskAsync("job.jobs"));
        Assert.Equal("""reply {"ok":true}""", await AskAsync("job.start_job", """{"name": "web"}"""));
        await Eventually.TrueAsync(() => events.Published.Any(told => told.Name == "job.default.web.load"), () => "the event does not come");
    }

    [Theory]
    [InlineData("job.info", """{"name": "nobody"}""", 404, "not_found", "unknown")]
    [InlineData("job.load", "{}", 400, "bad_command", "bad-request")]
    [InlineData("job.load", """{"config": {"name": "web", "cmd": "/no/such/program"}}""", 400, "cannot_start", "bad-request")]
    public async Task What_is_refused_is_answered_by_an_error(string type, string arguments, int number, string reason, string code)
    {
        var error = JsonDocument.Parse((await AskAsync(type, arguments))["error ".Length..]).RootElement;

        Assert.Equal((number, reason, code, type), (error.GetProperty("errno").GetInt32(), error.GetProperty("reason").GetString(), error.GetProperty("code").GetString(), error.GetProperty("orig_req").GetString()));
    }

    [Theory]
    [InlineData("[]", MessageFault.BadBody)]
    [InlineData("{\"req\": \"job.load\", \"config\":", MessageFault.BadBody)]
    [InlineData("", MessageFault.NoBody)]
    [InlineData("ENC1", MessageFault.Encrypted)]
    [InlineData("{\"req\": \"job.start\"}", MessageFault.WrongReq)]
    public async Task What_can_not_be_read_is_answered_too(string body, MessageFault fault)
    {
        var invalid = await Assert.ThrowsAsync<MessageException>(async () => await manager.HandleAsync(Messages.Of("id", "", "job.load", body), CancellationToken.None));

        Assert.Equal(fault, invalid.Fault);
        var error = JsonDocument.Parse(Assert.Single(messages.Returned).Texts()[3]).RootElement;
        Assert.Equal((400, "bad_request", "bad-request"), (error.GetProperty("errno").GetInt32(), error.GetProperty("reason").GetString(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_job_of_one_name_twice_is_a_conflict()
    {
        await AskAsync("job.load", """{"config": {"name": "web", "cmd": "sleep 1000"}, "start": false}""");

        Assert.Contains("\"code\":\"conflict\"", await AskAsync("job.load", """{"config": {"name": "web", "cmd": "sleep 1000"}, "start": false}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("job.load", """{"config": {"name": "web", "cmd": "sleep 1000"}}""")]
    [InlineData("job.send", """{"pid": 1, "data": "x"}""")]
    [InlineData("job.history", """{"name": "web"}""")]
    public async Task Strangers_command_nothing_and_are_told_nothing(string type, string arguments) // DEF-03, DEF-04, DEF-05
    {
        messages.MayAll = false;

        var answer = await AskAsync(type, arguments);

        Assert.Contains("\"errno\":403", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"not-permitted\"", answer, StringComparison.Ordinal);
        messages.MayAll = true;
        Assert.Equal("""reply {"jobs":[]}""", await AskAsync("job.jobs"));
    }

    [Fact]
    public async Task A_restart_that_waits_holds_up_no_other_command()
    {
        await AskAsync("job.load", """{"config": {"name": "web", "cmd": "sleep 1000", "redirect_output": ["out"], "ready": {"log": "never"}}}""");
        await manager.HandleAsync(Messages.Of("id", "", "job.restart", """{"req": "job.restart", "name": "web", "batch": 1}"""), CancellationToken.None);

        Assert.Equal("""reply {"jobs":["default.web"]}""", await AskAsync("job.jobs"));
        messages.Returned.Clear();
        await manager.HandleAsync(Messages.Of("id", "", "job.unload", """{"req": "job.unload", "name": "web"}"""), CancellationToken.None);

        await Eventually.TrueAsync(() => messages.Returned.Count == 2, () => "the restart is not answered");
        Assert.Contains(messages.Returned, answer => answer.Texts()[3].Contains("rolling_failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Jobs_are_kept_and_taken_up_by_the_next_manager()
    {
        await AskAsync("job.load", """{"config": {"name": "web", "cmd": "sleep 1000"}, "start": false}""");
        await manager.DisposeAsync();

        manager = Start();

        Assert.Equal("""reply {"jobs":["default.web"]}""", await AskAsync("job.jobs"));
    }

    [Fact]
    public async Task A_file_of_jobs_that_is_none_is_told_of_and_not_overwritten()
    {
        await manager.DisposeAsync();
        await File.WriteAllTextAsync(State, "nonsense");
        manager = Start();

        Assert.Equal("""reply {"ok":true}""", await AskAsync("job.load", """{"config": {"name": "web", "cmd": "sleep 1000"}, "start": false}"""));

        Assert.Equal("nonsense", await File.ReadAllTextAsync(State));
        Assert.Contains(logger.Lines, line => line.Text.StartsWith("the jobs of the last run can't be taken up: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Output_is_told_in_whole_lines_while_somebody_listens()
    {
        var output = new OutputEvents("default.web", events);
        Tell(1, "nobody hears\n");
        using (events.Subscribe("output.default", _ => { }))
        {
            Tell(1, "one\ntwo\nthr");
            Tell(2, "other\n");
            Tell(1, "ee\n");
            Tell(1, new string('x', 10_000));
            Tell(2, "no end");
            Tell(2, "");
            Tell(2, "");
            Tell(1, "its end is not heard");
        }

        Tell(1, "\n");
        using (events.Subscribe("output.default", _ => { }))
        {
            Tell(1, "later\n");
        }

        Assert.Equal(
            ["1 one\ntwo\n", "2 other\n", "1 three\n", $"1 {new string('x', 10_000)}", "2 no end", "1 later\n"],
            events.Published.Select(told => JsonDocument.Parse(told.Payload).RootElement).Select(told => $"{told.GetProperty("pid")} {told.GetProperty("text")}"));

        void Tell(int pid, string text)
        {
            if (output.AreHeard())
            {
                output.Tell(Chunk(pid, text));
            }
        }
    }

    private string State => folder["node.h_jobmgr.jobs"];

    private static OutputChunk Chunk(int pid, string text) => new("out", "default.web", pid, Encoding.UTF8.GetBytes(text));

    private JobMgrHandler Start() => new(
        new JobMgrOptions(), new ComponentContext("h:jobmgr", $"test-{folder["x"].GetHashCode(StringComparison.Ordinal)}", "testhost") { NodePidFile = folder["node.pid"] },
        new FakeComponents(), messages, events, new FakeMetrics(), TimeProvider.System, logger);

    private async Task<string> AskAsync(string type, string arguments = "{}")
    {
        messages.Returned.Clear();
        var body = JsonNode.Parse(arguments)!.AsObject();
        body["req"] = type;
        await manager.HandleAsync(Messages.Of("id", "", type, body.ToJsonString()), CancellationToken.None);
        await Eventually.TrueAsync(() => messages.Returned.Count == 1, () => "nobody answers");
        var answer = JsonDocument.Parse(Assert.Single(messages.Returned).Texts()[3]).RootElement;
        return answer.GetProperty("req").GetString() == "reply" ? $"reply {answer.GetProperty("result").GetRawText()}" : $"error {answer.GetRawText()}";
    }
}
