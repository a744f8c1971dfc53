using System.Net;
using System.Net.Sockets;
using CC.Supervision.Health;
using CC.Supervision.Jobs;
using CC.Supervision.Tests.Jobs;

namespace CC.Supervision.Tests.Health;

/// <summary>Readiness, liveness, what depends on them, and memory, with real processes.</summary>
public sealed class HealthTests : IAsyncDisposable
{
    private readonly Playground play = new();

    private Supervisor Supervisor => play.Supervisor;

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task A_line_of_its_log_makes_a_process_ready()
    {
        Load("""{"name": "a", "cmd": "/bin/sh -c 'read line; printf \"server is \"; echo up; exec sleep 1000'", "redirect_output": ["out"], "redirect_input": true, "ready": {"log": "is up$"}, "os_env": true}""");
        Load("""{"name": "b", "cmd": "sleep 1000", "depends_on": {"a": "log_ready"}}""");
        Assert.Equal("blocked", Supervisor.Info("b").State);

        await Supervisor.SendAsync(1, "go\n"u8.ToArray());

        await play.HappenedAsync("job.default.b.spawn");
        Assert.Contains("job.default.a.ready", play.Names);
        Assert.Equal("running", Supervisor.Info("b").State);
    }

    [Fact]
    public async Task A_process_can_say_itself_that_it_is_ready()
    {
        Load($$"""{"name": "a", "cmd": "/usr/bin/python3 -c \"import os, socket, time; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'STATUS=up\\nREADY=1', os.environ['NOTIFY_SOCKET']); time.sleep(1000)\"", "ready": {"notify": true}, "os_env": true}""");
        Load("""{"name": "b", "cmd": "sleep 1000", "depends_on": {"default.a": "healthy"}}""");

        await play.HappenedAsync("job.default.b.spawn");
    }

    [Fact]
    public async Task A_port_or_a_program_or_a_page_make_a_process_ready()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener);
        var flag = Path.Combine(play.Folder, "flag");
        Load($$$"""{"name": "tcp", "cmd": "sleep 1000", "ready": {"tcp": "127.0.0.1:{{{((IPEndPoint)listener.LocalEndpoint).Port}}}", "period": 0.05}}""");
        Load($$$"""{"name": "http", "cmd": "sleep 1000", "ready": {"http": "http://127.0.0.1:{{{((IPEndPoint)listener.LocalEndpoint).Port}}}/", "period": 0.05}}""");
        Load($$$"""{"name": "exec", "cmd": "sleep 1000", "ready": {"exec": "test -e {{{flag}}}", "period": 0.05, "failures": 0}}""");

        await play.HappenedAsync("job.default.tcp.ready");
        await play.HappenedAsync("job.default.http.ready");
        Assert.DoesNotContain("job.default.exec.ready", play.Names);
        await File.WriteAllTextAsync(flag, "");
        await play.HappenedAsync("job.default.exec.ready");
        listener.Stop();
        await answering;
    }

    [Fact]
    public async Task A_process_that_does_not_become_ready_or_is_no_longer_alive_is_replaced()
    {
        var flag = Path.Combine(play.Folder, "flag");
        await File.WriteAllTextAsync(flag, "");
        Load("""{"name": "never", "cmd": "sleep 1000", "ready": {"tcp": "127.0.0.1:1", "period": 0.05, "failures": 2}}""");
        Load($$$"""{"name": "alive", "cmd": "sleep 1000", "alive": {"exec": "test -e {{{flag}}}", "period": 0.05, "failures": 2}}""");

        await play.HappenedAsync("job.default.never.spawn", 2);
        Assert.DoesNotContain("job.default.alive.unhealthy", play.Names);
        File.Delete(flag);
        await play.HappenedAsync("job.default.alive.spawn", 2);

        Assert.Contains("tcp: 127.0.0.1:1", play.Events.First(what => what.Event == "job.default.never.unhealthy").Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Failures_that_do_not_follow_each_other_replace_nothing()
    {
        var looks = Path.Combine(play.Folder, "looks");
        var probe = Path.Combine(play.Folder, "probe");
        await File.WriteAllTextAsync(probe, $"echo >>{looks}; n=$(wc -l <{looks}); test $n -le 8 && test $((n % 2)) = 0"); // every other one fails, and then all
        Supervisor.Load(Playground.Sleeper("flaky") with
        {
            InheritsEnvironment = true,
            Alive = new ProbeRules(ProbeKind.Exec, $"/bin/sh {probe}") { Period = TimeSpan.FromSeconds(0.01), Timeout = TimeSpan.FromMinutes(1), Failures = 2 },
        }, start: false);

        Supervisor.Commit("flaky"); // one that nothing takes the place of

        await play.HappenedAsync("unhealthy");
        Assert.Equal(10, (await File.ReadAllLinesAsync(looks, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task A_job_waits_for_another_to_be_started_or_completed_or_completed_successfully()
    {
        Load("""{"name": "after-start", "cmd": "sleep 1000", "depends_on": {"late": "started"}}""");
        Load("""{"name": "after-ok", "cmd": "sleep 1000", "depends_on": {"ok": "completed_successfully"}}""");
        Load("""{"name": "after-end", "cmd": "sleep 1000", "depends_on": {"bad": "completed", "ok": "completed"}}""");
        Load("""{"name": "never", "cmd": "sleep 1000", "depends_on": {"bad": "completed_successfully"}}""");
        Load("""{"name": "ok", "cmd": "true", "restart": "never"}""");
        Load("""{"name": "bad", "cmd": "false", "restart": "never"}""");
        Assert.Equal("blocked", Supervisor.Info("after-start").State);

        Load("""{"name": "late", "cmd": "sleep 1000"}""");

        await play.HappenedAsync("job.default.after-start.spawn");
        await play.HappenedAsync("job.default.after-ok.spawn");
        await play.HappenedAsync("job.default.after-end.spawn");
        Assert.Equal("blocked", Supervisor.Info("never").State);
        Supervisor.Stop("never");
        Assert.Equal("stopped", Supervisor.Info("never").State);
    }

    [Fact]
    public void A_circle_is_refused()
    {
        Load("""{"name": "a", "cmd": "sleep 1000", "depends_on": {"b": "started"}}""");
        Load("""{"name": "b", "cmd": "sleep 1000", "depends_on": {"c": "started", "x": "started"}}""");

        Assert.Contains(
            "default.c -> default.a -> default.b -> default.c",
            Assert.Throws<SupervisorException>(() => Load("""{"name": "c", "cmd": "sleep 1000", "depends_on": {"a": "started"}}""")).Message,
            StringComparison.Ordinal);
        Assert.Contains("default.d -> default.d", Assert.Throws<SupervisorException>(() => Load("""{"name": "d", "cmd": "sleep 1000", "depends_on": {"d": "healthy"}}""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_uses_too_much_memory_with_what_it_has_started_is_replaced()
    {
        Load("""{"name": "hungry", "cmd": "/bin/sh -c 'sleep 1000 & wait'", "memory_limit": 1000, "os_env": true}""");

        await play.HappenedAsync("job.default.hungry.spawn", 2);

        Assert.Contains("memory_limit is 1000", play.Events.First(what => what.Event == "unhealthy").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expression_that_could_take_for_ever_holds_up_no_output() // it would take some 2^64 steps
    {
        var match = new LineMatch("(0+)+$");

        await Task.Run(() => match.Read(1, System.Text.Encoding.ASCII.GetBytes($"{new string('0', 64)}x\n00\n")), TestContext.Current.CancellationToken).LimitAsync();

        Assert.True(match.Found.IsCompleted);
    }

    [Theory]
    [InlineData("""{"ready": {}}""", "one of exec, tcp, http, log, notify")]
    [InlineData("""{"ready": {"tcp": "x:1", "http": "http://x/"}}""", "one of")]
    [InlineData("""{"ready": {"tcp": "nowhere"}}""", "ready.tcp is \"nowhere\"; it has to be HOST:PORT")]
    [InlineData("""{"ready": {"log": "("}}""", "a regular expression")]
    [InlineData("""{"ready": {"log": "(?=a)b"}}""", "a regular expression without lookarounds")]
    [InlineData("""{"ready": {"notify": false}}""", "ready.notify is false")]
    [InlineData("""{"alive": {"log": "x"}}""", "alive.log is none of")]
    [InlineData("""{"alive": {"http": "ftp://x/"}}""", "a URL")]
    [InlineData("""{"alive": {"exec": "a 'b"}}""", "a command line")]
    [InlineData("""{"depends_on": {"a": "happy"}}""", "depends_on.a is \"happy\"")]
    [InlineData("""{"memory_limit": 0}""", "memory_limit is 0")]
    [InlineData("""{"alive": {"exec": "true", "period": 0}}""", "alive.period is 0; it has to be a number from 0.01 to 86400")]
    [InlineData("""{"ready": {"exec": "true", "delay": 31536000}}""", "ready.delay is 31536000")]
    [InlineData("""{"redirect_output": ["out"], "logs": {"out": {"path": ""}}}""", "logs.out.path is empty")]
    [InlineData("""{"redirect_output": ["out"], "logs": {"out": {"path": "a\u0000b"}}}""", "logs.out.path has a NUL")]
    [InlineData("""{"args": ["1", "2\u0000"]}""", "args has a NUL")]
    [InlineData("""{"env": {"A": "\u0000"}}""", "env.A has a NUL")]
    [InlineData("""{"cwd": "\u0000"}""", "cwd has a NUL")]
    public void What_makes_no_sense_is_refused(string settings, string told)
    {
        var job = Playground.Json(settings);
        job["name"] = "x";
        job["cmd"] = "true";

        Assert.Contains(told, Assert.Throws<SupervisorException>(() => JobConfigReader.Read(job)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_is_written_as_it_is_read()
    {
        var given = Playground.Json("""
            {"name": "x", "cmd": "true", "args": ["a"], "env": {"A": "b"}, "os_env": true, "uid": "root", "gid": "0", "cwd": "/", "shell": true, "numprocesses": 3,
             "flapping": {"attempts": 1, "window": 2, "retry_in": 3, "max_retry": 4}, "redirect_output": ["o", "e"], "logs": {"o": {"path": "/x", "max_size": 1, "max_age": 2, "keep": 3, "gzip": true}},
             "redirect_input": true, "custom_streams": ["c"], "graceful_timeout": 1.5, "stop_signal": "SIGHUP", "restart": "never", "backoff": {"initial": 1, "cap": 2, "jitter": 0.5, "reset_after": 3},
             "umask": "27", "nice": 1, "limits": {"nofile": 5, "core": "unlimited"}, "port": 80,
             "ready": {"http": "http://x/", "delay": 1, "period": 2, "timeout": 3, "failures": 4}, "alive": {"tcp": "h:1", "delay": 0, "period": 1, "timeout": 1, "failures": 3},
             "depends_on": {"y": "completed_successfully"}, "memory_limit": 9, "transient": true}
            """);

        Assert.Equal(given.ToJsonString(), JobConfigWriter.Write(JobConfigReader.Read(given)).ToJsonString());
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        try
        {
            while (true) // until the listener is stopped
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or IOException)
        {
            // That is the end.
        }
    }

    private void Load(string json) => Supervisor.Load(JobConfigReader.Read(Playground.Json(json)));
}
