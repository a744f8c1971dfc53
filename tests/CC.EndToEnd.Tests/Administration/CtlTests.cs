using System.Text.Json;
using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Administration;

public sealed class CtlTests : HostTest
{
    [Theory]
    [InlineData("ping", "job_name", "node is there: version")]
    [InlineData("info", "endpoints", "listens on")]
    [InlineData("routes", "routes", "h:echo")]
    [InlineData("stats", "counters", "COUNTER")]
    [InlineData("plugins list", "plugins", "Echo")]
    [InlineData("plugins info Echo", "plugins", "sha256")]
    [InlineData("plugins verify Echo", "signature", "not-required")]
    [InlineData("plugins reload Echo", "text", "Echo")]
    [InlineData("request echo.request {\"target\":\"x\"}", "orig_target", "echo.response")]
    [InlineData("publish echo.request {\"target\":\"x\"}", "published", "is published")]
    public async Task Asks_and_shows_in_words_and_as_json(string line, string field, string words)
    {
        await using var server = await ServerProcess.StartAsync(Ini());

        var plain = await Ctl.RunAsync(0, [.. line.Split(' '), "-e", server.Endpoint]);
        var json = await Ctl.RunAsync(0, [.. line.Split(' '), "--json", "-e", server.Endpoint]);

        Assert.Contains(words, plain.Output);
        Assert.True(JsonDocument.Parse(json.Output).RootElement.TryGetProperty(field, out _));
        Assert.Equal(("", ""), (plain.Error, json.Error));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Unloads_and_loads_plugins()
    {
        await using var server = await ServerProcess.StartAsync(Ini());

        await Ctl.RunAsync(0, "plugins", "unload", "Echo", "-e", server.Endpoint);
        var unloaded = await Ctl.RunAsync(0, "plugins", "info", "Echo", "--json", "-e", server.Endpoint);
        await Ctl.RunAsync(5, "request", "echo.request", "{\"target\":\"x\"}", "--timeout", "0.5", "-e", server.Endpoint);
        await Ctl.RunAsync(0, "plugins", "load", "Echo", "-e", server.Endpoint);

        Assert.NotEqual("active", JsonDocument.Parse(unloaded.Output).RootElement.GetProperty("plugins")[0].GetProperty("state").GetString());
        await Ctl.RunAsync(0, "request", "echo.request", "{\"target\":\"x\"}", "-e", server.Endpoint);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Published_messages_reach_their_handler()
    {
        Folder.File("gate", "");
        var sections = $"[h:gate]\nhandler = gate\nopen-file = {Folder["gate"]}\njournal = {Folder["journal"]}";
        await using var server = await ServerProcess.StartAsync(Ini(main: WithOutsider(), routes: "pub = h:gate", sections: sections));

        await Ctl.RunAsync(0, "publish", "pub.one", """{"a":1}""", "--blob", Folder["node.ini"], "-e", server.Endpoint);

        await Eventually.TrueAsync(() => File.Exists(Folder["journal"]) && File.ReadAllText(Folder["journal"]) == "pub.one\n", () => "the handler did not get the message");
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Verify_names_each_file_that_differs_from_those_of_the_build_that_serves()
    {
        var ini = Ini(main: WithOutsider(), sections: "[plugins]\nwatch = no");
        var folder = Path.Combine(Folder["plugins"], "Outsider");
        await File.WriteAllTextAsync(Path.Combine(folder, "gone.txt"), "1");
        await File.WriteAllTextAsync(Path.Combine(folder, "written.txt"), "1");
        await using var server = await ServerProcess.StartAsync(ini);
        await Ctl.RunAsync(0, "plugins", "verify", "Outsider", "-e", server.Endpoint);

        File.Delete(Path.Combine(folder, "gone.txt"));
        await File.WriteAllTextAsync(Path.Combine(folder, "written.txt"), "2");
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "below")).FullName, "come.txt"), "1");
        var differs = await Ctl.RunAsync(1, "plugins", "verify", "Outsider", "-e", server.Endpoint);
        await Ctl.RunAsync(0, "plugins", "reload", "Outsider", "-e", server.Endpoint);
        await Ctl.RunAsync(0, "plugins", "verify", "Outsider", "-e", server.Endpoint);

        Assert.Equal(["below/come.txt  new", "gone.txt        missing", "written.txt     changed"], differs.Output.Split('\n')[^3..]);
        Assert.Contains("not-required", differs.Output);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Ends_with_a_code_that_says_why()
    {
        var server = await ServerProcess.StartAsync(Ini());

        await Ctl.RunAsync(2, "plugins", "load");
        await Ctl.RunAsync(2, "plugins", "reload", "", "-e", server.Endpoint);
        await Ctl.RunAsync(2, "events", "--prefix", "x..y", "-e", server.Endpoint);
        var refused = await Ctl.RunAsync(3, "plugins", "load", "NoSuchPlugin", "--json", "-e", server.Endpoint);
        await Ctl.RunAsync(3, "plugins", "info", "NoSuchPlugin", "-e", server.Endpoint);
        await Ctl.RunAsync(3, "plugins", "release", "Echo", "-e", server.Endpoint);
        var request = await Ctl.RunAsync(4, "request", "no.such.type", "-e", server.Endpoint);
        await Ctl.RunAsync(4, "publish", "no.such.type", "-e", server.Endpoint);
        await StopInOrderAsync(server);
        await server.DisposeAsync();
        await Ctl.RunAsync(5, "ping", "-e", server.Endpoint);

        Assert.Equal("refused", JsonDocument.Parse(refused.Output).RootElement.GetProperty("code").GetString());
        Assert.Contains("no.such.type", request.Error);
    }

    [Fact]
    public async Task Finds_the_node_by_its_configuration_and_by_the_environment()
    {
        var url = $"ipc://{Folder["node.sock"]}";
        var ini = Ini(main: $"cc-socket = {url}");
        await using var server = await ServerProcess.StartAsync(ini);

        await Ctl.RunAsync(0, "ping", "--config", ini);
        await Ctl.RunAsync(0, new Dictionary<string, string> { ["CC_ENDPOINT"] = url }, "ping");

        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_body_is_read_from_standard_input()
    {
        await using var server = await ServerProcess.StartAsync(Ini());

        var answer = ExternalProgram.Run("bash", "-c", $$"""printf '{"target":\n"of the pipe"}' | {{Ctl.Executable}} request echo.request - --json -e {{server.Endpoint}}""");

        Assert.Equal("of the pipe", JsonDocument.Parse(answer).RootElement.GetProperty("orig_target").GetString());
        await StopInOrderAsync(server);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("plugins list --json")]
    [InlineData("stats")]
    [InlineData("--help")]
    public async Task A_full_disk_is_a_failure_that_is_told(string line)
    {
        await using var server = await ServerProcess.StartAsync(Ini());

        var told = ExternalProgram.Run("bash", "-c", $"{Ctl.Executable} {line} -e {server.Endpoint} 2>&1 > /dev/full; echo ended with $?");

        Assert.Matches("^ccctl: the output can't be written: No space left on device.*\nended with 1\n$", System.Text.Encoding.UTF8.GetString(told));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Completes_names_of_plugins()
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        var script = (await Ctl.RunAsync(0, "completion", "bash")).Output;

        var completed = ExternalProgram.Run("bash", "-c", $$"""
            ccctl() { {{Ctl.Executable}} "$@"; }
            {{script}}
            COMP_LINE='ccctl -e {{server.Endpoint}} plugins reload Lo'
            COMP_WORDS=(ccctl -e {{server.Endpoint.Replace(":", " : ")}} plugins reload Lo)
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _ccctl
            echo "${COMPREPLY[@]}"
            """);

        Assert.Equal("LocalLogger LogTail\n", System.Text.Encoding.UTF8.GetString(completed));
        await StopInOrderAsync(server);
    }
}
