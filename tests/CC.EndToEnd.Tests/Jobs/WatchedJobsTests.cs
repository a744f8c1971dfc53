using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CC.EndToEnd.Tests.Administration;
using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Jobs;

/// <summary>What jobs use, and what they write to a stream, as the tool shows it.</summary>
public sealed class WatchedJobsTests : HostTest
{
    [Fact]
    public async Task What_they_use_is_shown_with_their_restarts()
    {
        await using var server = await ServerProcess.StartAsync(JobsIni());
        await RunAsync(server, 0, "load", Folder.File("jobs.json", """{"jobs": [{"name": "quiet", "cmd": "sleep 1000"}, {"name": "off", "cmd": "sleep 1000", "start": false}]}"""));
        await RunAsync(server, 0, "ps", "kill", "quiet", "KILL");
        await Eventually.TrueAsync(() => Top(server, "quiet") is { } job && job.GetProperty("restarts").GetInt32() == 1 && job.GetProperty("processes").GetArrayLength() == 1, () => "it is not started again");

        var table = await RunAsync(server, 0, "top", "--sort", "restarts");

        Assert.Matches("^2 jobs, 1 processes, ", table);
        Assert.Matches(@"(?m)^default\.quiet +2 +[0-9]+ +running +[0-9.]+ +[0-9.]+ [kM]B +1 +[0-9]+s +sleep 1000\ndefault\.off +idle +0 +sleep 1000$", table);
        Assert.Matches(@"(?m)^default\.quiet\.2 +[0-9]+ +[0-9.]+ +[0-9.]+ [kM]B +[0-9]+s$", await RunAsync(server, 0, "ps"));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Daemons_of_the_configuration_are_shown_with_them_managed_like_them_and_not_exported()
    {
        await using var server = await ServerProcess.StartAsync(Ini(
            main: $"pidfile = {Folder["node.pid"]}", routes: "job = h:jobmgr",
            sections: $"[h:jobmgr]\nhandler = jobmgr\ndaemons = d:console\n[d:console]\nmodule = jobconsole\noutput = {Folder["console.log"]}"));
        await RunAsync(server, 0, "load", Folder.File("jobs.json", """{"jobs": [{"name": "quiet", "cmd": "sleep 1000"}]}"""));
        await Eventually.TrueAsync(() => File.Exists(Folder["console.log"]), () => "the daemon does not run");

        Assert.Matches(@"(?m)^default\.quiet +running +1 +1 +1 +sleep 1000\nd:console +running +1 +1 +jobconsole$", await RunAsync(server, 0, "ps"));
        Assert.Contains("d:console", await RunAsync(server, 0, "top", "--once"), StringComparison.Ordinal);
        Assert.DoesNotContain("d:console", await RunAsync(server, 0, "export", "json"), StringComparison.Ordinal);

        await RunAsync(server, 0, "ps", "stop", "d:console");
        await Eventually.TrueAsync(() => Encoding.UTF8.GetString(ExternalProgram.Run(Ctl.Executable, "ps", "-e", server.Endpoint)).Contains("d:console      stopped", StringComparison.Ordinal), () => "it is not stopped");
        await RunAsync(server, 0, "ps", "start", "d:console");
        Assert.Contains("jobconsole", await RunAsync(server, 0, "ps", "info", "d:console"), StringComparison.Ordinal);
        Assert.Contains("of no use to d:console", (await Ctl.RunAsync(3, "ps", "scale", "d:console=2", "-e", server.Endpoint)).Error, StringComparison.Ordinal);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_terminal_shows_them_again_and_again_until_a_key_ends_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1), which makes a terminal, is not installed");
        await using var server = await ServerProcess.StartAsync(JobsIni());
        await RunAsync(server, 0, "load", Folder.File("jobs.json", """{"name": "first", "cmd": "sleep 1000"}"""));
        using var top = Process.Start(new ProcessStartInfo("/usr/bin/script", ["-qfec", $"stty cols 120 rows 40; exec {Ctl.Executable} top --interval 0.1 -e {server.Endpoint}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var shown = new StringBuilder();
        var reading = ReadAsync(top.StandardOutput, shown);

        await HasShownAsync(shown, "default.first");
        await RunAsync(server, 0, "load", Folder.File("more.json", """{"name": "second", "cmd": "sleep 1000"}"""));
        await HasShownAsync(shown, "default.second");
        await top.StandardInput.WriteAsync("n");
        await HasShownAsync(shown, "by name");
        await top.StandardInput.WriteAsync("q");

        await top.WaitForExitAsync().WaitAsync(ServerProcess.Patience);
        await reading;
        Assert.Equal(0, top.ExitCode);
        Assert.Contains("\e[?1049l", Shown(shown), StringComparison.Ordinal);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task One_stream_is_received_alone()
    {
        await using var server = await ServerProcess.StartAsync(JobsIni());
        await RunAsync(server, 0, "load", Folder.File("job.json", """
            {"name": "talk", "cmd": "sh", "args": ["-c", "while read line; do echo noise; echo \"got $$line\" >&3; done"], "os_env": true, "redirect_input": true, "redirect_output": ["out"], "custom_streams": ["news"]}
            """));
        foreach (var target in new[] { "talk", "1" })
        {
            await using var received = Ctl.Start(new Dictionary<string, string>(), "recv", target, "news", "-n", "1", "-e", server.Endpoint);

            await Eventually.TrueAsync(() => HasReceived(server, received), () => $"nothing came\n{received.Error}"); // nobody announces that the subscription holds
            Assert.Equal(0, await received.EndAsync());
            Assert.Matches("^(got hello\n?)+$", received.Output);
        }

        Assert.Contains("name out, news", (await Ctl.RunAsync(2, "recv", "talk", "nothing", "-e", server.Endpoint)).Error, StringComparison.Ordinal);
        await RunAsync(server, 3, "recv", "nobody");
        await StopInOrderAsync(server);
    }

    private string JobsIni() => Ini(main: $"pidfile = {Folder["node.pid"]}", routes: "job = h:jobmgr", sections: "[h:jobmgr]\nhandler = jobmgr");

    private static bool HasReceived(ServerProcess server, Ctl received)
    {
        ExternalProgram.Run(Ctl.Executable, "send", "1", "hello", "-e", server.Endpoint);
        return received.Output.Length > 0;
    }

    private static JsonElement? Top(ServerProcess server, string job) => JsonDocument.Parse(ExternalProgram.Run(Ctl.Executable, "top", "--json", "-e", server.Endpoint))
        .RootElement.GetProperty("jobs").EnumerateArray().Cast<JsonElement?>().FirstOrDefault(one => one!.Value.GetProperty("name").GetString() == $"default.{job}");

    private static Task HasShownAsync(StringBuilder shown, string text) =>
        Eventually.TrueAsync(() => Shown(shown).Contains(text, StringComparison.Ordinal), () => $"'{text}' is not shown:\n{Shown(shown)}");

    private static string Shown(StringBuilder shown)
    {
        lock (shown)
        {
            return shown.ToString();
        }
    }

    private static async Task ReadAsync(StreamReader from, StringBuilder to)
    {
        var letters = new char[4096];
        while (await from.ReadAsync(letters) is > 0 and var count)
        {
            lock (to)
            {
                to.Append(letters, 0, count);
            }
        }
    }

    private static async Task<string> RunAsync(ServerProcess server, int exitCode, params string[] arguments) =>
        (await Ctl.RunAsync(exitCode, [.. arguments, "-e", server.Endpoint])).Output;
}
