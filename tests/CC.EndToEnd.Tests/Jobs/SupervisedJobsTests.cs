using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CC.EndToEnd.Tests.Administration;
using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Jobs;

/// <summary>Jobs that are loaded by messages: the node, its jobmgr, and ccctl as processes.</summary>
public sealed class SupervisedJobsTests : HostTest
{
    [Fact]
    public async Task Are_loaded_scaled_watched_and_unloaded_by_the_tool()
    {
        Folder.File("jobs.json", """
            {"jobs": [
              {"name": "talk", "cmd": "while :; do echo $CC_PROCESS_INDEX; sleep 0.1; done", "shell": true, "redirect_output": ["out"], "os_env": true},
              {"name": "app.cat", "cmd": "cat", "redirect_input": true, "redirect_output": ["out"]}
            ]}
            """);
        await using var server = await ServerProcess.StartAsync(JobsIni());

        var loaded = await RunAsync(server, 0, "load", Folder["jobs.json"]);
        Assert.Equal("default.talk is loaded\napp.cat is loaded", loaded);
        Assert.Equal("Scaling talk processes... done, now running 3", await RunAsync(server, 0, "ps", "scale", "talk=3"));
        var list = await RunAsync(server, 0, "ps");
        Assert.Matches(@"(?m)^default\.talk +running +3 +3 +1,3,4 +while", list);
        Assert.Matches(@"(?m)^app\.cat +running +1 +1 +2 +cat$", list);

        await using var logs = Ctl.Start(new Dictionary<string, string>(), "logs", "app.cat", "-n", "1", "-e", server.Endpoint);
        await Eventually.TrueAsync(() => HasSaid(server, logs), () => $"no line came\n{logs.Error}"); // nobody announces that the subscription holds
        Assert.Equal(0, await logs.EndAsync());
        Assert.Matches(@"^\d\d:\d\d:\d\d app\.cat\.2 \| hello$", logs.Output);

        Assert.Matches("(?m)^active +yes$", await RunAsync(server, 0, "ps", "info", "talk"));
        Assert.Matches("(?m)^os_pid +[0-9]+$", await RunAsync(server, 0, "ps", "info", "2"));
        Assert.Equal(4, (await RunAsync(server, 0, "ps", "stats", "talk")).Split('\n').Length);
        Assert.Equal("app.cat: new process 5 launched", await RunAsync(server, 0, "run", "app.cat", "-p", "A=b"));
        Assert.Contains("\"A\":\"b\"", await RunAsync(server, 0, "ps", "info", "5", "--json"), StringComparison.Ordinal);
        Assert.Equal("2 is stopped", await RunAsync(server, 0, "ps", "stop", "2"));
        await Eventually.TrueAsync(() => Pids(server, "app") is [6, 5], () => "it is not replaced");
        Assert.Equal("KILL is sent to app.cat", await RunAsync(server, 0, "ps", "kill", "app.cat", "KILL"));
        await Eventually.TrueAsync(() => Encoding.UTF8.GetString(ExternalProgram.Run(Ctl.Executable, "ps", "history", "app.cat", "--json", "-e", server.Endpoint)).Contains("killed by SIGKILL", StringComparison.Ordinal), () => "its end is not remembered");
        await RunAsync(server, 0, "ps", "restart", "talk");
        await RunAsync(server, 0, "ps", "restart", "talk", "--batch", "50%");
        await RunAsync(server, 0, "reload", "talk");
        await RunAsync(server, 0, "ps", "stop", "talk");
        await RunAsync(server, 0, "ps", "start", "talk");
        Assert.Equal("app.cat is stopped", await RunAsync(server, 0, "ps", "stop", "app.")); // DEF-25: a session is meant, or jobs are named
        await RunAsync(server, 2, "ps", "stop");
        await RunAsync(server, 2, "ps", "start");
        list = await RunAsync(server, 0, "ps");
        Assert.Matches(@"(?m)^default\.talk +running ", list);
        Assert.Matches(@"(?m)^app\.cat +stopped ", list);
        await RunAsync(server, 0, "unload", "talk");

        await RunAsync(server, 3, "ps", "info", "talk");
        await RunAsync(server, 3, "load", Folder.File("bad.json", """{"name": "bad", "cmd": "/no/such/program"}"""));
        await RunAsync(server, 2, "ps", "scale", "talk");
        await RunAsync(server, 2, "load", Folder["nothing.json"]);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_restart_in_batches_is_waited_for_and_told_and_goes_on_when_somebody_does_not_wait()
    {
        await using var server = await ServerProcess.StartAsync(JobsIni());
        await RunAsync(server, 0, "load", Folder.File("slow.json", """{"name": "slow", "cmd": "sleep 999", "numprocesses": 3, "backoff": {"reset_after": 2}, "os_env": true}"""));

        var waiting = await Ctl.RunAsync(0, "ps", "restart", "slow", "--batch", "1", "-e", server.Endpoint); // 6 s, longer than an answer may take otherwise
        Assert.Equal("slow is restarted", waiting.Output);
        Assert.Equal("ccctl: process 4 for process 1; 2 are left\nccctl: process 5 for process 2; 1 are left\nccctl: process 6 for process 3; 0 are left", waiting.Error);

        var hurried = await Ctl.RunAsync(5, "ps", "restart", "slow", "--batch", "1", "--timeout", "4", "-e", server.Endpoint);
        Assert.Contains("slow is not restarted all through yet", hurried.Error, StringComparison.Ordinal);
        Assert.Contains("the node goes on with it. ccctl events -f -p job.default.slow.rolling tells how, and ccctl ps what runs", hurried.Error, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Pids(server, "default") is [7, 8, 9], () => "the node has not gone on");
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Fifty_outlive_a_node_that_is_killed_without_a_process_too_many()
    {
        var ini = JobsIni();
        var marker = $"99{Environment.ProcessId}";
        string[] jobs =
        [
            $$"""{"name": "many", "cmd": "sleep {{marker}}", "numprocesses": 5}""",
            $$"""{"name": "stopped", "cmd": "sleep {{marker}}1"}""",
            $$"""{"name": "cleared", "cmd": "env -i sleep {{marker}}2", "detach": true}""",
            $$"""{"name": "passing", "cmd": "sleep {{marker}}3", "transient": true}""",
            .. Enumerable.Range(0, 23).Select(number => $$"""{"name": "kept{{number}}", "cmd": "sleep {{marker}}2", "detach": true}"""),
            .. Enumerable.Range(0, 23).Select(number => $$"""{"name": "plain{{number}}", "cmd": "sleep {{marker}}4"}"""),
        ];
        Folder.File("jobs.json", $$"""{"jobs": [{{string.Join(", ", jobs)}}]}""");
        int[] detached;
        await using (var killed = await ServerProcess.StartAsync(ini))
        {
            await RunAsync(killed, 0, "load", Folder["jobs.json"]);
            await RunAsync(killed, 0, "ps", "scale", "many+5");
            await RunAsync(killed, 0, "ps", "stop", "stopped");
            await Eventually.TrueAsync(() => Sleepers.Running(marker).Length == 58, () => $"{Sleepers.Running(marker).Length} processes run, not 58");
            detached = Sleepers.Running($"{marker}2");
            Assert.Equal(24, detached.Length);
            await killed.KillAsync();
        }

        await using (var server = await ServerProcess.StartAsync(ini))
        {
            var list = await RunAsync(server, 0, "ps");
            Assert.Matches(@"(?m)^default\.many +running +10 +10 ", list);
            Assert.Matches(@"(?m)^default\.stopped +stopped +0 +0 ", list);
            Assert.Equal(23, Regex.Count(list, @"(?m)^default\.kept[0-9]+ +running +1 +1 "));
            Assert.Equal(23, Regex.Count(list, @"(?m)^default\.plain[0-9]+ +running +1 +1 "));
            Assert.Matches(@"(?m)^default\.cleared +running +1 +1 ", list);
            Assert.DoesNotContain("passing", list, StringComparison.Ordinal);
            Assert.Equal(57, Sleepers.Running(marker).Length);
            Assert.Equal(detached.Order(), Sleepers.Running($"{marker}2").Order());
            await StopInOrderAsync(server);
        }

        Assert.Equal(detached.Order(), Sleepers.Running(marker).Order());
        Array.ForEach(detached, process => System.Diagnostics.Process.GetProcessById(process).Kill());
    }

    [Theory]
    [InlineData("host")]
    [InlineData("process")]
    public async Task Are_watched_by_a_controller_that_has_nothing_but_messages_and_events(string isolation)
    {
        var console = Folder["console"];
        await using var server = await ServerProcess.StartAsync(Ini(
            routes: "job = h:jobmgr",
            sections: $"[h:jobmgr]\nhandler = jobmgr\ndaemons = d:console\n[d:console]\nmodule = jobconsole\nisolation = {isolation}\noutput = {console}\ncolorize = no"));
        Folder.File("echo.json", """{"name": "app.echo", "cmd": "cat", "redirect_input": true, "redirect_output": ["out"], "os_env": true}""");
        await RunAsync(server, 0, "load", Folder["echo.json"]);
        string Shown() => File.Exists(console) ? File.ReadAllText(console) : "";

        await Eventually.TrueAsync(
            () =>
            {
                ExternalProgram.Run(Ctl.Executable, "send", "1", "hello", "-e", server.Endpoint); // nobody announces that the daemon listens
                return Shown().Contains("app.echo | hello\n", StringComparison.Ordinal);
            },
            () => $"the output is not shown:\n{Shown()}");
        await RunAsync(server, 0, "run", "app.echo");
        await RunAsync(server, 0, "ps", "stop", "app.echo");

        await Eventually.TrueAsync(() => Shown().Contains("app.echo | exit process with pid 2\n", StringComparison.Ordinal), () => $"the end is not shown:\n{Shown()}");
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d app\.echo \| spawn process with pid 2\n", Shown());
        Assert.All(["stop app.echo", "stop_process process with pid 1"], text => Assert.Contains($" app.echo | {text}\n", Shown(), StringComparison.Ordinal));
        await StopInOrderAsync(server);
    }

    private string JobsIni() => Ini(main: $"pidfile = {Folder["node.pid"]}", routes: "job = h:jobmgr", sections: "[h:jobmgr]\nhandler = jobmgr");

    private static bool HasSaid(ServerProcess server, Ctl logs)
    {
        ExternalProgram.Run(Ctl.Executable, "send", "2", "hello", "-e", server.Endpoint);
        return logs.Output.Length > 0;
    }

    private static int[] Pids(ServerProcess server, string session)
    {
        var answer = ExternalProgram.Run(Ctl.Executable, "ps", "--session", session, "--json", "-e", server.Endpoint);
        return [.. JsonDocument.Parse(answer).RootElement.GetProperty("result").GetProperty("jobs")[0].GetProperty("processes").EnumerateArray().Select(pid => pid.GetInt32())];
    }

    private static async Task<string> RunAsync(ServerProcess server, int exitCode, params string[] arguments) =>
        (await Ctl.RunAsync(exitCode, [.. arguments, "-e", server.Endpoint])).Output;
}
