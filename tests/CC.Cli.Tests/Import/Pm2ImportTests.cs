using CC.Cli.Import;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Import;

public sealed class Pm2ImportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"script": "a.js"}""", """{"name":"a","cmd":"node","args":["a.js"],"cwd":"/","os_env":true,"stop_signal":"INT","redirect_output":["out","err"]}""")]
    [InlineData("""{"cmd": "a.py", "interpreter": "none"}""", """{"name":"a","cmd":"a.py","cwd":"/","os_env":true,"stop_signal":"INT","redirect_output":["out","err"]}""")]
    [InlineData("""{"name": "x", "command": "npm", "args": ["run", "a b"]}""", """{"name":"x","cmd":"npm","args":["run","a b"],"cwd":"/","os_env":true,"stop_signal":"INT","redirect_output":["out","err"]}""")]
    [InlineData("""{"script": "beside", "cwd": "."}""", """{"name":"beside","cmd":"./beside","cwd":"/","os_env":true,"stop_signal":"INT","redirect_output":["out","err"]}""")]
    [InlineData("""{"script": "a.sh", "kill_timeout": "2s", "kill_signal": "TERM", "min_uptime": 500}""", """{"name":"a","cmd":"bash","args":["a.sh"],"cwd":"/","os_env":true,"backoff":{"reset_after":0.5},"stop_signal":"TERM","graceful_timeout":2,"redirect_output":["out","err"]}""")]
    [InlineData("""{"script": "a", "max_restarts": 1, "autostart": false}""", """{"name":"a","cmd":"a","cwd":"/","os_env":true,"start":false,"flapping":{"attempts":1,"window":1,"max_retry":0},"stop_signal":"INT","redirect_output":["out","err"]}""")]
    [InlineData("""{"script": "a", "output": "/dev/null", "error": "/e", "max_memory_restart": 1000}""", """{"name":"a","cmd":"a","cwd":"/","os_env":true,"stop_signal":"INT","redirect_output":["out","err"],"logs":{"err":{"path":"/e","max_size":0}},"memory_limit":1000}""")]
    public void An_app_is_a_job_and_nothing_need_be_told(string app, string expected)
    {
        foreach (var content in new[] { app, $"[{app}]", $$"""{"apps": {{app}}}""", $$"""{"apps": [{{app}}]}""" })
        {
            var imported = Read(content);

            Assert.Equal(expected, imported.Jobs.Single().ToJsonString().Replace(folder.Path, "/", StringComparison.Ordinal));
            Assert.Empty(imported.Notes);
        }
    }

    [Theory]
    [InlineData("""{"script": "a", "instances": "max"}""", "from now on, as this machine has")]
    [InlineData("""{"script": "a", "instances": "many"}""", "instances = many: is not a whole number")]
    [InlineData("""{"script": "a", "args": "'b"}""", "can't be split")]
    [InlineData("""{"script": "a", "increment_var": "DEBUG_PORT"}""", "only PORT has another value")]
    [InlineData("""{"script": "a", "instance_var": "NUMBER"}""", "CC_PROCESS_INDEX counts")]
    [InlineData("""{"script": "a", "filter_env": ["A"]}""", "or nothing of it")]
    [InlineData("""{"script": "a", "stop_exit_codes": [1]}""", "restart = on-failure")]
    [InlineData("""{"script": "a", "out": "/a", "out_file": "/b"}""", "out = /a: out_file says the same")]
    [InlineData("""{"script": "a", "out_file": "/b", "log": "/c"}""", "each stream has its own file")]
    [InlineData("""{"script": "a", "disable_logs": true, "error": "/c"}""", "disable_logs has nothing written")]
    [InlineData("""{"script": "a", "treekill": false}""", "the signal here, always")]
    [InlineData("""{"script": "a", "time": true}""", "ccctl logs shows the time")]
    [InlineData("""{"script": "a", "pid_file": "/run/a"}""", "os_pid")]
    [InlineData("""{"script": "a", "source_map_support": true}""", "pm2's own")]
    public void What_is_not_imported_as_it_is_is_told(string app, string told) =>
        Assert.Contains(Read($"{{\"apps\": [\n{app}]}}").Notes, note => note.ToString().Contains(told, StringComparison.Ordinal) && note.Line == 2);

    [Theory]
    [InlineData("{}", "has no apps")]
    [InlineData("""{"apps": ["a"]}""", "has no apps")]
    [InlineData("""{"apps": [{"name": "a"}]}""", "x.json:1: a: has no script")]
    [InlineData("module.exports = {}", "is no JSON")]
    [InlineData("{} {}", "is no JSON")]
    [InlineData("", "is no JSON")]
    [InlineData("""{"apps": [{"script": "\ud800"}]}""", "has half of a surrogate pair")]
    public void What_no_job_can_be_made_of_is_refused(string content, string told) =>
        Assert.Contains(told, Assert.Throws<CommandFailure>(() => Read(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var failure = Assert.Throws<CommandFailure>(() => Read("{\"apps\": [{\"name\": \"a\"},\n{\"script\": \"b\", \"kill_signal\": \"NONE\"},\n{}]}"));

        Assert.Contains("x.json:1: a: has no script; write \"script\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("x.json:2: b: kill_signal = NONE: stop_signal is \"NONE\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("x.json:3: an app: has no script", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_has_to_be_run_first()
    {
        var failure = Assert.Throws<CommandFailure>(() => Importer.Read(folder.File("ecosystem.config.js", ""), null, "", null, _ => null));

        Assert.Contains("node -p", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Yaml_is_read_as_well()
    {
        var imported = Importer.Read(folder.File("x.yml", "apps:\n  - script: a.rb\n    watch: true\n"), null, "s", null, _ => null);

        Assert.Equal("s.a", (string?)imported.Jobs.Single()["name"]);
        Assert.Equal(3, imported.Notes.Single().Line);
    }

    private Imported Read(string content)
    {
        folder.File("beside", "");
        return Importer.Read(folder.File("x.json", content), Importer.Pm2, "", null, _ => null);
    }
}
