using System.Text;
using System.Text.Json;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Tasks;

/// <summary>Tasks of plugins and programs, within the node and in processes of their own, as one router sees them.</summary>
public sealed class KindsOfTaskTests : TaskTest
{
    [Theory]
    [InlineData("host")]
    [InlineData("process")]
    public async Task A_task_of_a_plugin_tells_how_it_goes_fails_with_its_reason_and_can_be_cancelled(string isolation)
    {
        await using var router = await StandInRouter.StartAsync();
        await using var server = await ServerProcess.StartAsync(TaskIni(router.Endpoint, $"""
            [cc.task.exec]
            isolation = {isolation}
            allow =
                say: /bin/echo {Placeholder("text")}
                fail: /bin/sh -c 'exit 3'
                sleep: /bin/sleep 1000
            """));
        await router.RegisteredAsync();

        await router.SendAsync("good", "cc.task.exec", ",\"cmd\":\"say\",\"text\":\"it's\"");
        await router.SendAsync("bad", "cc.task.exec", ",\"cmd\":\"fail\"");
        await router.SendAsync("none", "cc.task.exec", ",\"cmd\":\"rm\"");
        await router.SendAsync("long", "cc.task.exec", ",\"cmd\":\"sleep\"");
        await Eventually.TrueAsync(() => router.Told.Count(reply => reply.Status == "launched") == 4, () => "they are not launched");
        await router.AskAsync("cancel", "long");

        Assert.Equal("""finished {"rc":0,"octets":5,"left_out":0}""", Text(await router.EndOfAsync("good")));
        Assert.Equal([$$"""{"stream":"stdout","out":"{{Convert.ToBase64String("it's\n"u8)}}"}"""], router.FeedbackOf("good"));
        var bad = await router.EndOfAsync("bad");
        Assert.Equal(("failed", 3, "fail ended with exit code 3"), (bad.Status, bad.Feedback.GetProperty("rc").GetInt32(), bad.Feedback.GetProperty("msg").GetString()));
        Assert.Equal("cmd = rm is not allowed; there are: say, fail, sleep", (await router.EndOfAsync("none")).Feedback.GetProperty("msg").GetString());
        var stopped = await router.EndOfAsync("long");
        Assert.Equal(("stopped", "cancelled"), (stopped.Status, stopped.Feedback.GetProperty("reason").GetString()));
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(server.Errors);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("process")]
    public async Task A_program_gets_the_request_and_what_it_writes_is_told(string isolation)
    {
        var program = Folder.File("program", """
            read request
            echo '{"step": 1}'
            echo "$request"
            echo oops >&2
            exit 4
            """);
        await using var router = await StandInRouter.StartAsync();
        await using var server = await ServerProcess.StartAsync(TaskIni(router.Endpoint, $"[t:one]\ncommand = /bin/sh '{program}' a\nisolation = {isolation}", "tasks = t:one"));
        await router.RegisteredAsync();

        await router.SendAsync("7", "t:one", ",\"cmd\":\"x\"");
        var (status, feedback) = await router.EndOfAsync("7");

        Assert.Equal(("failed", 4), (status, feedback.GetProperty("rc").GetInt32()));
        Assert.Equal(2, router.FeedbackOf("7").Count);
        Assert.Equal("""{"step":1}""", router.FeedbackOf("7")[0].Replace(" ", "", StringComparison.Ordinal));
        Assert.StartsWith("""{"task":{"req":"task.send.7",""", router.FeedbackOf("7")[1], StringComparison.Ordinal);
        Assert.EndsWith(""","task_id":"7","cmd":"x"},"signature":""}""", router.FeedbackOf("7")[1], StringComparison.Ordinal);
        Assert.Equal("oops", Encoding.UTF8.GetString(Convert.FromBase64String(feedback.GetProperty("out").GetString()!)).Trim());
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task That_a_runner_can_not_have_a_process_of_its_own_is_told_by_check()
    {
        var output = await RunAsync(2, "--check", TaskIni("tcp://127.0.0.1:1", "", "isolation = process"));

        Assert.Contains("[d:taskrunner] isolation = process: is host for taskrunner, which ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_of_another_user_runs_in_a_process_of_theirs()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a process to another user without being asked for a password");
        await using var router = await StandInRouter.StartAsync();
        await using var server = await ServerProcess.StartAsync(TaskIni(router.Endpoint, "[t:one]\ncommand = /usr/bin/id -un\nsudo = nobody", "tasks = t:one"));
        await router.RegisteredAsync();

        await router.SendAsync("7", "t:one");
        var (status, feedback) = await router.EndOfAsync("7");

        Assert.Equal("finished", status);
        Assert.Equal("nobody\n", Encoding.UTF8.GetString(Convert.FromBase64String(feedback.GetProperty("out").GetString()!)));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task A_task_whose_process_is_killed_is_reported_stopped_and_its_program_is_gone()
    {
        await using var router = await StandInRouter.StartAsync();
        await using var server = await ServerProcess.StartAsync(TaskIni(router.Endpoint, $"[t:one]\ncommand = /bin/sh -c 'echo $$ > \"$0\"; kill -9 $PPID; exec sleep 1000' {Folder["one"]}\nisolation = process", "tasks = t:one"));
        await router.RegisteredAsync();

        await router.SendAsync("7", "t:one");
        var (status, feedback) = await router.EndOfAsync("7");

        Assert.False(IsRunning("one"));
        Assert.Equal(("stopped", "vanished"), (status, feedback.GetProperty("reason").GetString()));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task What_runs_when_the_node_stops_is_reported_stopped()
    {
        await using var router = await StandInRouter.StartAsync();
        await using var server = await ServerProcess.StartAsync(TaskIni(router.Endpoint, "[t:one]\ncommand = /bin/sleep 1000", "tasks = t:one"));
        await router.RegisteredAsync();
        await router.SendAsync("7", "t:one");
        await Eventually.TrueAsync(() => router.Told.Any(reply => reply.Status == "launched"), () => "it is not launched");

        Assert.Equal(0, await server.StopAsync());

        var (status, feedback) = await router.EndOfAsync("7");
        Assert.Equal(("stopped", "node-stopped"), (status, feedback.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task What_a_killed_node_has_left_running_is_gone_when_it_is_reported_stopped()
    {
        const string Program = "/bin/sh -c 'echo $$ > \"$0\"; trap : TERM; while [ -e \"$0\" ]; do sleep 0.05; done'";
        await using var router = await StandInRouter.StartAsync();
        var ini = TaskIni(
            router.Endpoint, $"[t:one]\ncommand = {Program} {Folder["one"]}\n[cc.task.exec]\nallow = loop: {Program} {Folder["exec"]}\n", "tasks = t:one");
        await using (var killed = await ServerProcess.StartAsync(ini))
        {
            await router.RegisteredAsync();
            await router.SendAsync("7", "t:one");
            await router.SendAsync("8", "cc.task.exec", ",\"cmd\":\"loop\"");
            await Eventually.TrueAsync(() => IdIn("one") > 0 && IdIn("exec") > 0, () => "they do not run");
            await killed.KillAsync();
        }

        Assert.True(IsRunning("one") && IsRunning("exec"));
        await using var server = await ServerProcess.StartAsync(ini);
        var (first, second) = (await router.EndOfAsync("7"), await router.EndOfAsync("8"));

        Assert.False(IsRunning("one") || IsRunning("exec"));
        Assert.Equal(("stopped", "interrupted"), (first.Status, first.Feedback.GetProperty("reason").GetString()));
        Assert.Equal(("stopped", "interrupted"), (second.Status, second.Feedback.GetProperty("reason").GetString()));
        Assert.Equal(0, await server.StopAsync());
    }

    private int IdIn(string file) => File.Exists(Folder[file]) && int.TryParse(File.ReadAllText(Folder[file]), out var id) ? id : 0;

    private bool IsRunning(string file) => Directory.Exists($"/proc/{IdIn(file)}") && !File.ReadAllText($"/proc/{IdIn(file)}/stat").Contains(") Z", StringComparison.Ordinal);

    private static string Placeholder(string name) => $"{{{name}}}";

    private static string Text((string Status, JsonElement Feedback) end) => $"{end.Status} {end.Feedback.GetRawText()}";
}
