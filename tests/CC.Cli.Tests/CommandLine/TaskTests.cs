using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.CommandLine;

/// <summary>The task commands with a router that a test plays.</summary>
public sealed class TaskTests
{
    [Fact]
    public async Task Send_prints_what_the_task_says_and_ends_well_with_it()
    {
        await using var node = await FakeNode.StartAsync(message => [
            Reply(message, "forwarded"),
            Reply(message, "starting"),
            Reply(message, "feedback", """{"log_level":"INFO","log_msg":"it begins","log_time":1.5}"""),
            Reply(message, "feedback", """{"i":1}"""),
            Reply(message, "finished", """{"rc":0,"out":"b25lCnR3bwo=\n"}""")]);

        var ran = await Ctl.RunAsync("task", "send", "h", "cc.task.sample", "cmd=a=b", "empty=", "--id", "t", "--time-limit", "2.5", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, "INFO it begins\n{\"i\":1}\none\ntwo\n"), (ran.Code, ran.Output));
        Assert.Equal("ccctl: t: forwarded\nccctl: t: starting\nccctl: t has finished\n", ran.Error);
        var body = JsonDocument.Parse(node.Received[0].Body).RootElement;
        Assert.Equal(("task.send.t", "h", "cc.task.sample", "t"), (
            node.Received[0].Type, body.GetProperty("task_host").GetString(), body.GetProperty("task_handler").GetString(), body.GetProperty("task_id").GetString()));
        Assert.Equal(("a=b", "", 2.5), (body.GetProperty("cmd").GetString(), body.GetProperty("empty").GetString(), body.GetProperty("time_limit").GetDouble()));
    }

    [Theory]
    [InlineData("failed", """{"rc":3,"msg":"no such file"}""", ExitCode.TaskFailed, "ccctl: t has failed (exit code 3): no such file\n")]
    [InlineData("failed", """{"rc":-1,"msg":"no section"}""", ExitCode.Refused, "ccctl: t is refused (exit code -1): no section\n")]
    [InlineData("failed", """{"rc":-1,"reason":"refused","msg":"no"}""", ExitCode.Refused, "ccctl: t is refused (exit code -1): refused: no\n")]
    [InlineData("failed", null, ExitCode.TaskFailed, "ccctl: t has failed\n")]
    [InlineData("stopped", """{"reason":"cancelled"}""", ExitCode.TaskStopped, "ccctl: t was stopped: cancelled\n")]
    internal async Task How_a_task_ends_is_the_exit_code(string status, string? feedback, ExitCode expected, string error)
    {
        await using var node = await FakeNode.StartAsync(message => [Reply(message, status, feedback)]);

        var ran = await Ctl.RunAsync("task", "send", "h", "x", "--id", "t", "-e", node.Endpoint);

        Assert.Equal((expected, "", error), (ran.Code, ran.Output, ran.Error));
    }

    [Theory]
    [InlineData("no-route", ExitCode.NoRoute)]
    [InlineData("runner-gone", ExitCode.NoRoute)]
    [InlineData("", ExitCode.NoRoute)]
    [InlineData("bad-request", ExitCode.Refused)]
    [InlineData("not-permitted", ExitCode.Refused)]
    [InlineData("too-many-tasks", ExitCode.Refused)]
    internal async Task An_error_of_the_router_is_the_exit_code(string code, ExitCode expected)
    {
        await using var node = await FakeNode.StartAsync(message => [FakeNode.No(message, code, "it is so")]);

        foreach (var line in (string[][])[["send", "h", "x", "--id", "t"], ["watch", "t"], ["status", "t"], ["cancel", "t"], ["list"], ["list", "h"], ["history", "h"], ["show", "h", "x"]])
        {
            var ran = await Ctl.RunAsync([.. line.Prepend("task"), "-e", node.Endpoint]);

            Assert.Equal((expected, ""), (ran.Code, ran.Output));
            Assert.Contains("it is so", ran.Error);
        }
    }

    [Fact]
    public async Task With_json_each_message_is_a_line_as_it_is()
    {
        await using var node = await FakeNode.StartAsync(message => [Reply(message, "feedback", "{\n\"more\":1}"), Reply(message, "failed")]);

        var ran = await Ctl.RunAsync("task", "send", "h", "x", "--id", "t", "--json", "-e", node.Endpoint);

        Assert.Equal((ExitCode.TaskFailed, "ccctl: t has failed\n"), (ran.Code, ran.Error));
        Assert.Equal(["feedback", "failed"], ran.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("task send h x novalue", "novalue: is no parameter; write NAME=VALUE")]
    [InlineData("task send h x =v", "=v: is no parameter")]
    [InlineData("task send h x a=1 a=2", "a stands a second time")]
    [InlineData("task send h x task_id=t", "task_id is no parameter of a task")]
    [InlineData("task send h x --id a.b", "--id a.b: is no task's id")]
    [InlineData("task send h x --time-limit never", "--time-limit never: is no number")]
    [InlineData("task send h", "")]
    [InlineData("task watch a/b", "ID a/b: is no task's id")]
    [InlineData("task history h -n 0", "--count 0")]
    public async Task What_makes_no_sense_is_not_sent(string line, string expected)
    {
        var ran = await Ctl.RunAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.Contains(expected, ran.Error);
    }

    [Fact]
    public async Task Detached_it_prints_the_id_once_the_runner_has_the_task()
    {
        await using var node = await FakeNode.StartAsync(message => [Reply(message, "forwarded"), Reply(message, "starting")]);

        var ran = await Ctl.RunAsync("task", "send", "h", "x", "--detach", "-e", node.Endpoint);

        Assert.Equal(ExitCode.Ok, ran.Code);
        Assert.Equal($"{node.Received[0].Type.Split('.')[2]}\n", ran.Output);
    }

    [Fact]
    public async Task Without_an_end_within_the_limit_it_says_how_to_go_on()
    {
        await using var node = await FakeNode.StartAsync(message => [Reply(message, "starting")]);

        var ran = await Ctl.RunAsync("task", "send", "h", "x", "--id", "t", "--timeout", "0.3", "--json", "-e", node.Endpoint);

        Assert.Equal((ExitCode.NoAnswer, "ccctl: t has not ended within --timeout 0.3 s; ccctl task watch t --host h tells what becomes of it\n"), (ran.Code, ran.Error));
        Assert.Equal("no-answer", JsonDocument.Parse(ran.Lines[1]).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Nobody_there_is_not_waited_for()
    {
        foreach (var line in (string[][])[["send", "h", "x"], ["watch", "t"], ["status", "t"], ["list"]])
        {
            var ran = await Ctl.RunAsync([.. line.Prepend("task"), "-e", "tcp://127.0.0.1:1"]);

            Assert.Equal(ExitCode.NoAnswer, ran.Code);
            Assert.Contains("start the node, or name another with --endpoint", ran.Error);
        }
    }

    [Fact]
    public async Task Watch_follows_a_task_that_runs()
    {
        await using var node = await FakeNode.StartAsync(message => [Reply(message, "running"), Reply(message, "finished")]);

        var ran = await Ctl.RunAsync("task", "watch", "t", "--host", "h", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, "ccctl: t: running\nccctl: t has finished\n"), (ran.Code, ran.Error));
        Assert.Equal("task.status.t", node.Received[0].Type);
    }

    [Fact]
    public async Task Status_tells_the_last_one_and_what_the_runner_does_not_know_is_refused()
    {
        await using var node = await FakeNode.StartAsync(message => [message.Type.EndsWith('u') ? Reply(message, "unknown") : Reply(message, "failed", """{"rc":2,"out":"b25l"}""")]);

        var known = await Ctl.RunAsync("task", "status", "t", "-e", node.Endpoint);
        var unknown = await Ctl.RunAsync("task", "status", "u", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, "one\nt: failed (exit code 2)\n"), (known.Code, known.Output));
        Assert.Equal((ExitCode.Refused, ""), (unknown.Code, unknown.Output));
        Assert.Contains("knows nothing of the task u", unknown.Error);
    }

    [Theory]
    [InlineData("stopped", "t was stopped\n")]
    [InlineData("finished", "t has finished before\n")]
    public async Task Cancel_waits_for_the_end(string status, string expected)
    {
        await using var node = await FakeNode.StartAsync(message => [Reply(message, "running"), Reply(message, status)]);

        var ran = await Ctl.RunAsync("task", "cancel", "t", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, expected), (ran.Code, ran.Output));
        Assert.Equal("task.cancel.t", node.Received[0].Type);
    }

    [Fact]
    public async Task Lists_are_shown()
    {
        await using var node = await FakeNode.StartAsync(message => [message.Type.Split('.')[1] switch
        {
            "history" => Reply(message, "history", """{"tasks":[{"task_id":"t","handler":"x","status":"finished","started":0,"ended":0,"rc":0,"msg":"done"}]}"""),
            _ when JsonDocument.Parse(message.Body).RootElement.GetProperty("task_host").GetString() == "" =>
                Reply(message, "list", """{"runners":[{"host":"web1","since":0,"last_seen":0,"state":"alive","tasks":2}]}"""),
            _ => Reply(message, "list", """{"tasks":[{"name":"cc.task.sample","summary":"does little","parameters":[{"name":"cmd","summary":"what"}],"limit":5},{"name":"other"}]}"""),
        }]);

        Assert.Equal(["HOST  STATE  TASKS  SINCE  LAST SEEN", "web1  alive      2"], await LinesAsync("task", "list", "-e", node.Endpoint));
        Assert.Equal(["HANDLER         SUMMARY      PARAMETERS", "cc.task.sample  does little  cmd", "other"], await LinesAsync("task", "list", "h", "-e", node.Endpoint));
        Assert.Equal(["ID  HANDLER  STATUS    STARTED  ENDED  RC  MESSAGE", "t   x        finished                   0  done"], await LinesAsync("task", "history", "h", "-e", node.Endpoint));
        Assert.Equal(["handler    cc.task.sample", "summary    does little", "parameter  cmd: what", "limit      5"], await LinesAsync("task", "show", "h", "cc.task.sample", "-e", node.Endpoint));
        var none = await Ctl.RunAsync("task", "show", "h", "nothing", "-e", node.Endpoint);
        Assert.Equal((ExitCode.Refused, "ccctl: h has no task nothing; it has cc.task.sample, other\n"), (none.Code, none.Error));
    }

    [Fact]
    public async Task The_configuration_of_the_task_client_of_CC_0_8_7_names_the_router()
    {
        using var folder = new TemporaryFolder();
        await using var node = await FakeNode.StartAsync(message => [Reply(message, "finished")]);
        var configuration = folder.File("taskclient.ini", $"[taskclient]\ncc = {node.Endpoint}\ncms-keystore = ./keys\n");

        var ran = await Ctl.RunAsync("task", "send", "h", "x", "--config", configuration);
        var other = await Ctl.RunAsync("ping", "--config", configuration);

        Assert.Equal((ExitCode.Ok, ExitCode.Usage), (ran.Code, other.Code));
    }

    [Theory]
    [InlineData("cms-sign = nobody", "[taskclient] cms-sign = nobody: can't be used: ")]
    [InlineData("cms-time-window = soon", "[taskclient] cms-time-window = soon: is a number of seconds")]
    [InlineData("cms-encrypt = router", "[taskclient] cms-encrypt = router: needs cms-sign")]
    [InlineData("cms-keystore = %(nothing)s", "[taskclient] cms-keystore")]
    public async Task What_that_configuration_says_of_signatures_has_to_make_sense(string line, string said)
    {
        using var folder = new TemporaryFolder();
        var configuration = folder.File("taskclient.ini", $"[taskclient]\ncc = tcp://127.0.0.1:1\n{line}\n");

        var ran = await Ctl.RunAsync("task", "list", "-c", configuration);

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.Contains($"{configuration}", ran.Error, StringComparison.Ordinal);
        Assert.Contains(said, ran.Error, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> LinesAsync(params string[] arguments) => (await Ctl.RunAsync(arguments)).Lines.Select(line => line.TrimEnd());

    private static (string Type, string Json) Reply(in Message message, string status, string? feedback = null)
    {
        var id = message.Type.Split('.')[2];
        return ($"task.reply.{id}", $$"""{"req":"task.reply.{{id}}","task_id":"{{id}}","status":"{{status}}"{{(feedback is null ? "" : $",\"feedback\":{feedback}")}}}""");
    }
}
