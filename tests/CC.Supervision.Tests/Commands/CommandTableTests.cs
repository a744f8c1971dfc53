using System.Text.Json.Nodes;
using CC.Supervision.Commands;
using CC.Supervision.Tests.Jobs;

namespace CC.Supervision.Tests.Commands;

/// <summary>CT-01 to CT-21 of gaffer's acceptance list, and what its controller got wrong, with real processes.</summary>
public sealed class CommandTableTests : IAsyncDisposable
{
    private readonly Playground play = new();
    private readonly CommandTable table;

    public CommandTableTests() => table = new CommandTable(play.Supervisor);

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task Load_and_unload_a_job() // CT-01, CT-05, CT-06, CT-07
    {
        Assert.Equal("""{"ok":true}""", await DoAsync("load", """{"config": {"name": "dummy", "cmd": "sleep 1000"}, "start": false}"""));
        Assert.Equal("""{"jobs":["default.dummy"]}""", await DoAsync("jobs"));
        Assert.Equal("""{"jobs":["default.dummy"],"sessionid":"default"}""", await DoAsync("jobs", """{"sessionid": "default"}"""));
        Assert.Equal("""{"sessions":["default"]}""", await DoAsync("sessions"));
        Assert.Equal("""{"pids":[]}""", await DoAsync("pids"));
        Assert.Equal("""{"ok":true}""", await DoAsync("start_job", """{"name": "default.dummy"}"""));
        Assert.Equal("""{"pids":[1]}""", await DoAsync("pids", """{"name": "dummy"}"""));
        Assert.Equal("""{"ok":true}""", await DoAsync("unload", """{"name": "dummy"}"""));
        Assert.Equal("""{"jobs":[]}""", await DoAsync("jobs"));
    }

    [Theory]
    [InlineData("info", """{"name": "nobody"}""", 404, "not_found", "nobody")] // CT-02
    [InlineData("nonsense", "{}", 404, "command_not_found", "'nonsense'")] // CT-03
    [InlineData("load", "{}", 400, "bad_command", "config is missing")] // CT-04
    [InlineData("load", """{"config": "x"}""", 400, "bad_command", "an object")]
    [InlineData("load", """{"config": {"cmd": "true"}}""", 400, "bad_request", "name is missing")]
    [InlineData("load", """{"config": {"name": "x", "cmd": "true", "numprocesses": "two", "env": {"A": 1}, "args": [1], "graceful_timeout": -1, "uid": true}}""", 400, "bad_request", "numprocesses is \"two\"")]
    [InlineData("load", """{"config": {"name": "x", "cmd": "true"}, "start": "yes"}""", 400, "bad_command", "true or false")]
    [InlineData("load", """{"config": {"name": "x", "cmd": "true"}, "sessionid": "a.b"}""", 400, "bad_request", "the session is 'a.b'")]
    [InlineData("load", """{"config": {"name": "x", "cmd": "/no/such/program"}}""", 400, "cannot_start", "/no/such/program")]
    [InlineData("load", """{"config": {"name": "x", "cmd": "true", "flapping": {"atempts": 1}, "limits": {"files": 1}, "umask": "999", "restart": "maybe", "stop_signal": "STOPIT"}}""", 400, "bad_request", "flapping.atempts is none of")]
    [InlineData("scale", """{"name": "x"}""", 400, "bad_command", "n is missing")]
    [InlineData("kill", """{"pid": "1", "signal": "HUP"}""", 400, "bad_command", "pid is \"1\"")]
    [InlineData("kill", """{"pid": 1, "signal": "NONE"}""", 400, "bad_command", "signal is \"NONE\"")]
    [InlineData("kill", """{"pid": 1}""", 400, "bad_command", "signal is missing")]
    [InlineData("kill", """{"pid": 1, "signal": "HUP"}""", 404, "not_found", "1")]
    [InlineData("process_info", """{"pid": 7}""", 404, "not_found", "7")]
    [InlineData("send", """{"pid": 7}""", 400, "bad_command", "data is missing")]
    public async Task Say_what_is_wrong_and_change_nothing(string command, string arguments, int code, string reason, string told) // DEF-08, DEF-16
    {
        var refusal = await Assert.ThrowsAsync<SupervisorException>(() => DoAsync(command, arguments));

        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(play.Supervisor.Jobs());
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_job_is_said_at_once()
    {
        var refusal = await Assert.ThrowsAsync<SupervisorException>(() =>
            DoAsync("load", """{"config": {"name": "x", "cmd": "a 'b", "numprocesses": -1, "redirect_output": "out", "backoff": {"jitter": 2}, "port": 0, "nice": 20, "logs": {"out": {}}}}"""));

        Assert.All(
            ["cmd can't be split", "numprocesses is -1", "redirect_output is \"out\"", "backoff.jitter is 2", "port is 0", "nice is 20", "logs.out.path is missing"],
            told => Assert.Contains(told, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scale_reload_update_and_stop_a_job() // CT-08 to CT-12, CT-15
    {
        await DoAsync("load", """{"config": {"name": "web", "cmd": "sleep 1000"}, "sessionid": "app"}""");

        Assert.Equal(
            ["2", "1", "5", "4", "1"],
            await Task.WhenAll(new[] { "1", "-1", "\"+4\"", "\"-1\"", "\"=1\"" }.Select(async n => (await DoAsync("scale", $$"""{"name": "app.web", "n": {{n}}}"""))[16..^1])));
        var before = await DoAsync("pids", """{"name": "app.web"}""");
        await DoAsync("reload", """{"name": "web", "sessionid": "app"}""");
        Assert.NotEqual(before, await DoAsync("pids", """{"name": "app.web"}"""));
        await DoAsync("update", """{"config": {"name": "web", "cmd": "sleep 2000", "numprocesses": 2}, "sessionid": "app"}""");
        await Limit.UntilAsync(() => play.Supervisor.Pids("app.web").Count == 2);
        before = await DoAsync("pids", """{"name": "app.web"}""");
        await DoAsync("stopall", """{"name": "app/web"}""");
        Assert.NotEqual(before, await DoAsync("pids", """{"name": "app.web"}""")); // none, or others already
        await DoAsync("stop_job", """{"name": "app/web"}""");
        Assert.Equal("""{"jobs":["app.web"]}""", await DoAsync("jobs"));
        Assert.Equal("""{"pids":[]}""", await DoAsync("pids"));
    }

    [Fact]
    public async Task Tell_of_jobs_and_processes() // PR-03, PR-04, CT-13, CT-14, CT-17, CT-18, DEF-07
    {
        await DoAsync("load", """{"config": {"name": "web", "cmd": "sleep 1000", "numprocesses": 1, "color": "red"}}""");
        Assert.Equal(1, (int)Assert.Single(JsonNode.Parse(await DoAsync("stats", """{"name": "web"}"""))!["stats"]!["stats"]!.AsArray())!["pid"]!);
        await DoAsync("scale", """{"name": "web", "n": 2}""");

        var info = JsonNode.Parse(await DoAsync("info", """{"name": "web"}"""))!["info"]!;
        Assert.Equal("""{"name":"web","cmd":"sleep 1000","numprocesses":1,"color":"red"}""", info["config"]!.ToJsonString());
        Assert.Equal("default.web True 3 3 0 [1,2,3]", $"{info["name"]} {(bool)info["active"]!} {info["running"]} {info["max_processes"]} {info["running_out"]} {info["processes"]!.ToJsonString()}");
        Assert.Equal(3, JsonNode.Parse(await DoAsync("stats", """{"name": "web"}"""))!["stats"]!["stats"]!.AsArray().Count);
        var process = JsonNode.Parse(await DoAsync("process_info", """{"pid": 1}"""))!["info"]!;
        Assert.Equal("""1 default.web sleep ["1000"] true false""", $"{process["pid"]} {process["name"]} {process["cmd"]} {process["args"]!.ToJsonString()} {process["active"]!.ToJsonString()} {process["commited"]!.ToJsonString()}");
        await Limit.UntilAsync(() => File.ReadAllText($"/proc/{process["os_pid"]}/cmdline") == "sleep\01000\0"); // the kernel shows it a moment after the program has begun
        var stats = JsonNode.Parse(await DoAsync("process_stats", """{"pid": 1}"""))!["stats"]!;
        Assert.NotNull(stats["cpu"]);
        Assert.NotNull(stats["mem_info1"]);
        Assert.Equal((int)process["os_pid"]!, (int)stats["os_pid"]!);
        Assert.Equal("default.web", (string)JsonNode.Parse(await DoAsync("list"))!["jobs"]![0]!["name"]!);
    }

    [Fact]
    public async Task Signal_replace_and_commit_processes_and_write_to_them() // CT-16, CT-19 to CT-21, DEF-06
    {
        await DoAsync("load", $$$"""{"config": {"name": "cat", "cmd": "/bin/sh", "args": ["-c", "trap 'printf HUP >{{{play.Folder}}}/hup' HUP; echo up; read line; printf \"$$line\" >{{{play.Folder}}}/cat; while :; do sleep 0.05; done"], "redirect_input": true, "redirect_output": ["out"], "os_env": true}}""");
        var up = new TaskCompletionSource();
        play.Supervisor.SubscribeOutput("cat", new Supervision.Streams.OutputFilter(), _ => up.TrySetResult(), withBacklog: true);
        await up.Task.LimitAsync();

        await DoAsync("send", """{"pid": 1, "data": ["hel", "lo\n"]}""");
        await Limit.UntilAsync(() => File.Exists(Path.Combine(play.Folder, "cat")) && File.ReadAllText(Path.Combine(play.Folder, "cat")) == "hello");
        await DoAsync("killall", """{"name": "cat", "signal": "hup"}""");
        await Limit.UntilAsync(() => File.Exists(Path.Combine(play.Folder, "hup")));
        await DoAsync("stop_process", """{"pid": 1}""");
        await Limit.UntilAsync(() => play.Supervisor.Pids("cat") is [2]);

        await DoAsync("stop", """{"name": "cat"}""");
        Assert.Equal("""{"ok":true,"pid":3}""", await DoAsync("commit", """{"name": "cat", "graceful_timeout": 0.5, "env": {"A": "b"}}"""));
        Assert.Equal("b", play.Supervisor.ProcessInfo(3).Env["A"]);
        Assert.Equal("""{"pids":[]}""", await DoAsync("pids", """{"name": "cat"}"""));
        Assert.Equal(1, (int)JsonNode.Parse(await DoAsync("info", """{"name": "cat"}"""))!["info"]!["running_out"]!);
        await DoAsync("kill", """{"pid": 3, "signal": 9}""");
        await play.HappenedAsync("exit", 3);
        await DoAsync("load", """{"config": {"name": "mute", "cmd": "sleep 1000"}}""");
        var refusal = await Assert.ThrowsAsync<SupervisorException>(() => DoAsync("send", """{"pid": 4, "data": "x"}"""));
        Assert.Equal((400, "io_error", "stdin not redirected"), (refusal.Code, refusal.Reason, refusal.Message));
    }

    private async Task<string> DoAsync(string command, string arguments = "{}") => (await table.ExecuteAsync(command, Playground.Json(arguments))).ToJsonString();
}
