using CC.Cli.Import;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.Import;

public sealed class ProcessComposeImportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("command: run", """{"name":"x","cmd":"bash","args":["-c","run"],"cwd":"/","os_env":true,"restart":"never","redirect_output":["out","err"]}""")]
    [InlineData("{command: 'a $$B $C', environment: {A: 1}}", """{"name":"x","cmd":"bash","args":["-c","a $$B $$C"],"cwd":"/","env":{"A":"1"},"os_env":true,"restart":"never","redirect_output":["out","err"]}""")]
    [InlineData("{entrypoint: [a, 'b c'], availability: {restart: always}, replicas: 1}", """{"name":"x","cmd":"a","args":["b c"],"cwd":"/","os_env":true,"backoff":{"initial":1,"cap":1,"jitter":0,"reset_after":31536000},"redirect_output":["out","err"]}""")]
    [InlineData("{entrypoint: [a], vars: {V: w}, working_dir: '/{{.V}}', is_daemon: false}", """{"name":"x","cmd":"a","cwd":"/w","os_env":true,"restart":"never","redirect_output":["out","err"]}""")]
    [InlineData("{entrypoint: [a], depends_on: {y: {}, z: {condition: process_log_ready}}}", """{"name":"x","cmd":"a","cwd":"/","os_env":true,"restart":"never","redirect_output":["out","err"],"depends_on":{"y":"started","n.z":"log_ready"}}""")]
    [InlineData("{entrypoint: [a], liveness_probe: {http_get: {scheme: https, host: h, path: p}}}", """{"name":"x","cmd":"a","cwd":"/","os_env":true,"restart":"never","redirect_output":["out","err"],"alive":{"http":"https://h/p","period":10}}""")]
    public void A_process_is_a_job_and_nothing_need_be_told(string process, string expected)
    {
        var imported = Read($"processes:\n  x: {Block(process)}\n  y: {{entrypoint: [y]}}\n  z: {{entrypoint: [z], namespace: n}}\n");

        Assert.Equal(expected, imported.Jobs[0].ToJsonString().Replace(folder.Path, "/", StringComparison.Ordinal));
        Assert.Empty(imported.Notes);
    }

    [Theory]
    [InlineData("{command: a, environment: [B]}", "'B' is no NAME=VALUE")]
    [InlineData("{command: a, entrypoint: [b]}", "command is there, too")]
    [InlineData("{command: a, working_dir: $HERE}", "$HERE is '/there' from now on")]
    [InlineData("{command: a, ready_log_line: b, readiness_probe: {exec: {command: c, working_dir: d}}}", "readiness_probe is there, too")]
    [InlineData("{command: a, readiness_probe: {exec: {command: c, working_dir: d}}}", "readiness_probe.exec.working_dir = d: it is looked from the folder of the job")]
    [InlineData("{command: a, readiness_probe: {tcp: 1}}", "has neither exec nor http_get")]
    [InlineData("{command: a, availability: {backoff_seconds: 3}}", "it is not started again")]
    [InlineData("{command: a, availability: {restart: on_failure, exit_on_end: true}}", "the end of a job ends no others")]
    [InlineData("{command: a, shutdown: {parent_only: yes}}", "the signal here, always")]
    [InlineData("{command: a, log_configuration: {no_color: true}}", "there is no log_location")]
    [InlineData("{command: a, depends_on: {y: {condition: process_healthy, when: now}}}", "nobody knows y.when here")]
    [InlineData("{command: a, is_elevated: true}", "nobody is asked for a password")]
    public void What_is_not_imported_as_it_is_is_told(string process, string told) =>
        Assert.Contains(Read($"processes:\n  x: {process}\n").Notes, note => note.ToString().Contains(told, StringComparison.Ordinal) && note.Line == 2);

    [Theory]
    [InlineData("name: shop\nordered_shutdown: true", "ordered_shutdown = true: all jobs are ended together")]
    [InlineData("extends: other.yaml", "import that file as well")]
    [InlineData("env_cmds: {A: date}", "commands are not asked")]
    [InlineData("what: ever", "nobody knows it here")]
    public void What_is_about_all_of_them_is_told(string setting, string told) =>
        Assert.Contains(Read($"processes: {{x: {{command: a}}}}\n{setting}\n").Notes, note => note.ToString().Contains(told, StringComparison.Ordinal));

    [Fact]
    public void Another_shell_and_no_variables_if_the_file_says_so()
    {
        var imported = Read("disable_env_expansion: true\nshell: {shell_command: zsh, shell_argument: -ec}\nprocesses: {x: {command: 'a $$'}}\n");

        Assert.Equal("""["-ec","a $$$$"]""", imported.Jobs.Single()["args"]!.ToJsonString());
        Assert.Equal("zsh", (string?)imported.Jobs.Single()["cmd"]);
    }

    [Theory]
    [InlineData("a: b", "has no processes")]
    [InlineData("processes: [a]", "has no processes")]
    [InlineData("processes:\n  a: {command: b}\n  n: ~", "x.yaml:3: n = null: the process has no settings")]
    [InlineData("processes: {x: {description: y}}", "x.yaml:1: x: has no command")]
    [InlineData("processes: {x: {command: a, depends_on: {y: {condition: dreaming}}}}", "depends_on.y is \"dreaming\"")]
    [InlineData("processes: {x: ", "is no YAML: line ")]
    [InlineData("processes: *x", "there is no anchor &x")]
    [InlineData("", "has no processes")]
    public void What_no_job_can_be_made_of_is_refused(string content, string told) =>
        Assert.Contains(told, Assert.Throws<CommandFailure>(() => Read(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var failure = Assert.Throws<CommandFailure>(() => Read("processes:\n  a: {description: none}\n  b: ~\n  c:\n    command: c\n    shutdown: {signal: 99}\n"));

        Assert.Contains("x.yaml:2: a: has no command", failure.Message, StringComparison.Ordinal);
        Assert.Contains("x.yaml:3: b = null: the process has no settings", failure.Message, StringComparison.Ordinal);
        Assert.Contains("x.yaml:6: c: shutdown = {signal: 99}: stop_signal is 99", failure.Message, StringComparison.Ordinal);
    }

    private static string Block(string process) => process[0] == '{' ? process : $"{{{process}}}";

    private Imported Read(string content) => Importer.Read(folder.File("x.yaml", content), null, "", null, name => name == "HERE" ? "/there" : null);
}
