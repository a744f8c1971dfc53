using System.Text.Json;
using CC.Cli.Jobs;

namespace CC.Cli.Tests.Jobs;

public sealed class JobExportTests
{
    [Theory]
    [InlineData("running", 1, """{"name":"web","cmd":"a"}""", """{"name":"s.web","cmd":"a"}""")]
    [InlineData("running", 3, """{"name":"web","cmd":"a","numprocesses":2}""", """{"name":"s.web","cmd":"a","numprocesses":3}""")]
    [InlineData("waiting", 2, """{"name":"web","cmd":"a","numprocesses":2}""", """{"name":"s.web","cmd":"a","numprocesses":2}""")]
    [InlineData("stopped", 0, """{"name":"web","cmd":"a","numprocesses":2}""", """{"name":"s.web","cmd":"a","numprocesses":2,"start":false}""")]
    [InlineData("gave up", 2, """{"name":"web","cmd":"a","numprocesses":2}""", """{"name":"s.web","cmd":"a","numprocesses":2,"start":false}""")]
    [InlineData("idle", 1, """{"name":"web","cmd":"a"}""", """{"name":"s.web","cmd":"a","start":false}""")]
    [InlineData("idle", 0, """{"name":"web","cmd":"a","numprocesses":0}""", """{"name":"s.web","cmd":"a","numprocesses":0}""")]
    [InlineData("idle", 0, """{"name":"web","cmd":"a"}""", """{"name":"s.web","cmd":"a","numprocesses":0}""")]
    [InlineData("running", 1, """{"name":"web","cmd":"a","configured":true,"mine":[1,{"b":null}]}""", """{"name":"s.web","cmd":"a","mine":[1,{"b":null}]}""")]
    public void A_job_is_exported_as_it_is_now(string state, int target, string config, string expected) =>
        Assert.Equal(expected, Loaded(state, target, config).ToFile().ToJsonString());

    [Fact]
    public void Variables_that_were_given_beside_the_settings_are_not_lost()
    {
        var job = Loaded("running", 1, """{"name":"a","cmd":"b","env":{"A":"1","B":"2"}}""") with { Variables = new Dictionary<string, string> { ["B"] = "3", ["C"] = "4" } };

        Assert.Equal("""{"A":"1","B":"3","C":"4"}""", job.ToFile()["env"]!.ToJsonString());
        Assert.Equal("""{"name":"s.a","cmd":"b","env":{"B":"3","C":"4"}}""", (job with { Config = Loaded("running", 1, """{"name":"a","cmd":"b"}""").Config }).ToFile().ToJsonString());
    }

    [Fact]
    public void All_that_a_section_can_say_is_written_as_one()
    {
        var told = new List<string>();
        var ini = new JobIni(told.Add);
        ini.Add(Loaded("stopped", 0, """
            {"name": "w.eb", "cmd": "sh -c 'a %b'", "args": ["x y", "$$z", "it's"], "os_env": true, "umask": "022", "redirect_output": ["out", "err"], "redirect_input": false, "graceful_timeout": 1.5,
             "flapping": {"attempts": 3, "max_retry": 0}, "backoff": {"initial": 1, "jitter": 0.5}, "limits": {"core": "unlimited"}, "logs": {"out": {"path": "/a b", "gzip": true}}, "ready": {"notify": true},
             "depends_on": {"o.ther": "healthy"}, "env": {"EMPTY": "", "LINES": "a\nb"}}
            """).ToFile());
        ini.Add(Loaded("running", 1, """{"name": "b", "cmd": "b"}""").ToFile());

        Assert.Equal("""
            [job:s:w.eb]
            cmd = sh -c 'a %%b'
            args = 'x y' '$$z' 'it'\''s'
            os_env = true
            umask = 022
            redirect_output = out, err
            redirect_input = false
            graceful_timeout = 1.5
            flapping = 3, 1, 7, 0
            backoff.initial = 1
            backoff.jitter = 0.5
            limits.core = unlimited
            logs.out.path = /a b
            logs.out.gzip = true
            ready.notify = true
            depends_on.o.ther = healthy
            start = false

            [env:s:w.eb]
            EMPTY = ""
            LINES = a
                b

            [job:s:b]
            os_env = false
            cmd = b
            """, ini.ToString());
        Assert.Empty(told);
    }

    [Theory]
    [InlineData("""{"name":"a","cmd":"sh -c 'a ;b'"}""", "s.a: cmd = sh -c 'a ;b' can't be written")]
    [InlineData("""{"name":"a","cmd":"b","env":{"low":"x"}}""", "the variable low can't be written")]
    [InlineData("""{"name":"a","cmd":"b","env":{"X":" x"}}""", "s.a: X =  x can't be written")]
    [InlineData("""{"name":"a","cmd":"b","mine":[1]}""", "s.a: mine = [1] can't be written")]
    public void What_a_section_cannot_say_is_told(string config, string expected)
    {
        var told = new List<string>();
        var ini = new JobIni(told.Add);

        ini.Add(Loaded("running", 1, config).ToFile());

        Assert.Contains(expected, Assert.Single(told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", "b.2 a.1 a.3 c")]
    [InlineData("memory", "a.3 b.2 a.1 c")]
    [InlineData("restarts", "c b.2 a.1 a.3")]
    [InlineData("uptime", "a.1 a.3 b.2 c")]
    [InlineData("name", "a.1 a.3 b.2 c")]
    public void What_there_is_most_of_stands_first(string order, string expected)
    {
        var (a, b, c) = (Named("a", 0), Named("b", 1), Named("c", 2));
        ProcessUse[] processes = [new(c, null, null, 0, 0, null), new(b, 2, 20, 3, 2000, 1), new(a, 3, 30, 1, 3000, 2), new(a, 1, 10, 1, 1000, 3)];

        Assert.Equal(expected, string.Join(' ', TopTable.Sorted(processes, order).Select(process => $"{process.Job.Name}.{process.Pid}".TrimEnd('.'))));
    }

    private static LoadedJob Named(string name, int restarts) => Loaded("running", 1, """{"name":"a","cmd":"b"}""") with { Name = name, Restarts = restarts };

    private static LoadedJob Loaded(string state, int target, string config)
    {
        var settings = JsonDocument.Parse(config).RootElement;
        return new LoadedJob($"s.{settings.GetProperty("name").GetString()}", state, 0, target, null, [], settings, new Dictionary<string, string>());
    }
}
