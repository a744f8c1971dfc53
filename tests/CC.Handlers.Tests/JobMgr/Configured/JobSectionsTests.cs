using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CC.Plugins.JobMgr.Configured;
using CC.Sdk.Testing;

namespace CC.Handlers.Tests.JobMgr.Configured;

/// <summary>gaffer's sections.</summary>
public sealed class JobSectionsTests
{
    [Theory]
    [InlineData("job:web", "default.web")]
    [InlineData("process:web", "default.web")]
    [InlineData("process:test:dummy", "test.dummy")] // DEF-20: not the other way round
    [InlineData("job:test/dummy", "test.dummy")]
    [InlineData("job:test.dummy", "test.dummy")]
    [InlineData("job:a/b:c.d", "a.b:c.d")]
    [InlineData("job:a:b.d", "a.b.d")]
    public void A_section_is_named_after_its_job(string section, string job) => Assert.Equal(job, Read($"[{section}]\ncmd = true").Jobs.Single().Name.ToString());

    [Fact]
    public void All_of_a_job_can_be_said()
    {
        var read = Read("""
            [job:web]
            cmd = /bin/web --port $PORT
            args = "a b" c
            UID = 1000
            gid = users
            cwd = /srv
            detach = off
            shell = 1
            numprocesses = 3
            port = 8000
            start = off
            flapping = 2, 1., 7., 5
            redirect_output = out, Err
            redirect_input = on
            flood = drop
            custom_streams = ctl
            graceful_timeout = 2.5
            stop_signal = INT
            restart = on-failure
            umask = 027
            nice = 5
            memory_limit = 256M
            transient = no
            limits.nofile = 1024
            limits.as = 1G
            limits.core = unlimited
            backoff.initial = 0.5
            backoff.cap = 60
            ready.http = http://127.0.0.1:8000/
            ready.failures = 5
            alive.tcp = 127.0.0.1:8000
            depends_on.app.Db = healthy
            logs.out.path = /var/log/web.log
            logs.out.max_size = 10M
            logs.Err.Path = /var/log/web.err
            logs.out.gzip = yes
            [env:default:web]
            path = /bin
            Lang = C
            """);

        Assert.Empty(read.Findings);
        var job = read.Jobs.Single();
        Assert.False(job.Starts);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {
                  "name": "web", "os_env": true, "cmd": "/bin/web --port $PORT", "args": "\"a b\" c", "uid": "1000", "gid": "users", "cwd": "/srv", "detach": false, "shell": true, "numprocesses": 3, "port": 8000,
                  "flapping": {"attempts": 2, "window": 1, "retry_in": 7, "max_retry": 5}, "redirect_output": ["out", "Err"], "redirect_input": true, "flood": "drop", "custom_streams": ["ctl"], "graceful_timeout": 2.5,
                  "stop_signal": "INT", "restart": "on-failure", "umask": "027", "nice": 5, "memory_limit": 268435456, "transient": false,
                  "limits": {"nofile": 1024, "as": 1073741824, "core": "unlimited"}, "backoff": {"initial": 0.5, "cap": 60},
                  "ready": {"http": "http://127.0.0.1:8000/", "failures": 5}, "alive": {"tcp": "127.0.0.1:8000"}, "depends_on": {"app.Db": "healthy"},
                  "logs": {"out": {"path": "/var/log/web.log", "max_size": 10485760, "gzip": true}, "Err": {"path": "/var/log/web.err"}},
                  "env": {"PATH": "/bin", "LANG": "C"}
                }
                """),
            job.Settings), job.Settings.ToJsonString());
    }

    [Fact]
    public void A_job_that_says_nothing_has_gaffers_defaults()
    {
        var job = Read("[job:web]\ncmd = true").Jobs.Single();

        Assert.Equal((true, int.MaxValue), (job.Starts, job.Priority));
        Assert.True(job.Config.InheritsEnvironment);
        Assert.Equal((1, TimeSpan.FromSeconds(10)), (job.Config.Processes, job.Config.GracefulTimeout));
        Assert.Null(job.Config.Flapping);
    }

    [Theory]
    [InlineData("2 1 7 5", "{\"attempts\":2,\"window\":1,\"retry_in\":7,\"max_retry\":5}")] // DEF-20
    [InlineData("2, 1., 7., 5", "{\"attempts\":2,\"window\":1,\"retry_in\":7,\"max_retry\":5}")]
    [InlineData("3", "{\"attempts\":3}")]
    public void Flapping_is_up_to_four_numbers(string text, string json)
    {
        var read = Read($"[job:web]\ncmd = true\nflapping = {text}");

        Assert.Empty(read.Findings);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), read.Jobs.Single().Settings["flapping"]));
    }

    [Fact]
    public void Jobs_come_in_the_order_of_their_priorities_and_then_of_the_file() // MG-19
    {
        var jobs = Read("[job:d]\ncmd = true\n[job:c]\ncmd = true\npriority = 2\n[process:b]\ncmd = true\npriority = 1\n[job:a]\ncmd = true\npriority = 2\n[job:e]\ncmd = true").Jobs;

        Assert.Equal(["b", "c", "a", "d", "e"], jobs.Select(job => job.Name.Job));
    }

    [Theory]
    [InlineData("numprocesses = many", "numprocesses: is a whole number")]
    [InlineData("numprocesses = -1", "numprocesses: has to be a whole number from 0 to 100000")]
    [InlineData("shell = maybe", "shell: is yes or no (also 1/0, true/false, on/off)")]
    [InlineData("priority = high", "priority: is a whole number")]
    [InlineData("start = later", "start: is yes or no (also 1/0, true/false, on/off)")]
    [InlineData("flapping = often", "flapping: is one to four numbers: ATTEMPTS, WINDOW, RETRY_IN, MAX_RETRY")]
    [InlineData("graceful_timeout = soon", "graceful_timeout: is a number")]
    [InlineData("memory_limit = much", "memory_limit: is a size: a whole number, optionally with K, M, G, T, P or E, such as 256 MB")]
    [InlineData("args = 'a", "args: can't be split: the quote ' is not closed")]
    [InlineData("restart = sometimes", "restart: has to be always, on-failure or never")]
    [InlineData("limits.cores = 1", "limits.cores: is none of ")]
    [InlineData("ready.tcp = nowhere", "ready.tcp: has to be HOST:PORT")]
    [InlineData("ready.delay = 1", "ready.delay: ready is {\"delay\":1}; it has to be an object with one of exec, tcp, http, log, notify")]
    [InlineData("depends_on.db = well", "depends_on.db: has to be started, healthy, completed, completed_successfully or log_ready")]
    [InlineData("logs.out.path = /x", "logs.out.path: logs has 'out', which is no label of redirect_output")]
    [InlineData("detach = yes\nredirect_output = out", "detach: is true, and streams are redirected")]
    public void What_is_wrong_is_said_of_its_key(string line, string problem)
    {
        var finding = Assert.Single(Read($"[job:web]\ncmd = true\n{line}").Findings);

        Assert.False(finding.IsWarning);
        Assert.StartsWith(problem, $"{finding.Option}: {finding.Rule}", StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var read = Read("[job:one]\ncmd = true\nnice = 100\numask = 9\n[job:two]\ncmd = true\nnumprocesses = x\nshell = x\n[process:default:one]\ncmd = true\n[webhooks]\nexit = nowhere");

        Assert.Equal(
            ["job:one nice", "job:one umask", "job:two numprocesses", "job:two shell", "process:default:one ", "webhooks exit"],
            read.Findings.Where(finding => !finding.IsWarning).Select(finding => $"{finding.Section} {finding.Option}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[job:web]\ncmd = true\nnumproceses = 2", "job:web numproceses: is not known, and has no effect; did you mean numprocesses?")]
    [InlineData("[job:web]\ncmd = true\nready.htpp = x", "job:web ready.htpp: is not known, and has no effect; did you mean ready.http?")]
    [InlineData("[job:web]\nargs = true", "job:web : has no cmd, and is no job")]
    [InlineData("[env:web]\na = b", "env:web : no section has the job default.web, and the environment no effect")]
    public void What_has_no_effect_is_a_warning(string ini, string warning)
    {
        var finding = Assert.Single(Read(ini).Findings);

        Assert.True(finding.IsWarning);
        Assert.Equal(warning, $"{finding.Section} {finding.Option}: {finding.Rule}");
    }

    [Theory]
    [InlineData("[job:a.b:c]\ncmd = true", "the session is 'a.b'")]
    [InlineData("[job:a b]\ncmd = true", "name is 'a b'")]
    [InlineData("[job:web]\ncmd = true\n[env:web]\na = b\n[env:default.web]\nc = d", "is the environment of default.web a second time")]
    public void A_section_can_be_wrong_as_a_whole(string ini, string problem)
    {
        var finding = Assert.Single(Read(ini).Findings);

        Assert.Equal("", finding.Option);
        Assert.StartsWith(problem, finding.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Jobs_that_wait_for_each_other_are_wrong()
    {
        var finding = Assert.Single(Read("[job:a]\ncmd = true\ndepends_on.b = started\n[job:b]\ncmd = true\ndepends_on.s.c = started\n[job:s:c]\ncmd = true\ndepends_on.default.a = completed\n[job:d]\ncmd = true\ndepends_on.a = started").Findings);

        Assert.Equal(("job:a", "depends_on.b", "makes a circle: default.a -> default.b -> s.c -> default.a"), (finding.Section, finding.Option, finding.Rule));
    }

    [Fact]
    public void Webhooks_are_patterns_and_urls_in_any_case() // DEF-37
    {
        var hooks = Read("[webhooks]\n. = http://localhost/all\njob.default.Web = https://example.com/Hook?a=b").Webhooks;

        Assert.Equal([(".", "http://localhost/all"), ("job.default.Web", "https://example.com/Hook?a=b")], hooks.Select(hook => (hook.Pattern, hook.Url.ToString())));
    }

    [Theory]
    [InlineData("exit = example.com")]
    [InlineData("exit = ftp://example.com")]
    [InlineData("job..exit = http://example.com")]
    public void A_webhook_is_a_name_and_a_url(string line) => Assert.Equal("webhooks", Assert.Single(Read($"[webhooks]\n{line}").Findings).Section);

    [Fact]
    public void Every_setting_of_a_job_can_stand_in_a_section()
    {
        var documented = Regex.Matches(File.ReadAllText(RepositoryFolder.At("docs/jobs.md")), @"(?m)^\| ((?:`[a-z_]+`\*?(?:, )?)+) \|").SelectMany(row => Regex.Matches(row.Groups[1].Value, "`([a-z_]+)`")).Select(name => name.Groups[1].Value).ToArray();

        Assert.Contains("umask", documented);
        Assert.All(documented.Except(["name", "env"]), name => Assert.Contains(JobSettings.Known, known => known.Split('.')[0] == name));
    }

    [Fact]
    public void The_documented_example_is_right()
    {
        var example = Regex.Match(File.ReadAllText(RepositoryFolder.At("docs/jobs.md")), "(?s)```ini\n(.*?)```").Groups[1].Value;

        var read = Read(example);

        Assert.Empty(read.Findings);
        Assert.Equal(["shop.migrate", "shop.web", "default.clock"], read.Jobs.Select(job => job.Name.ToString()));
        Assert.Single(read.Webhooks);
    }

    private static JobSections Read(string ini) => JobSections.Read(Sections.Of(ini));
}
