using System.Diagnostics;
using CC.Client;
using CC.Sdk.Testing;

namespace CC.Template.Tests;

public sealed class HandlerTemplateTests(PackageFeed feed, ITestOutputHelper output)
{
    private static readonly string[] AnyPort = ["--set", "cc-socket=tcp://127.0.0.1:0"];

    [Fact]
    public async Task Builds_passes_its_tests_and_is_deployed_alone()
    {
        var plugin = await feed.CreateAsync("Acme.Weather-Report", "handler");

        var tested = await plugin.RunAsync("test", "--output", "Detailed");

        Assert.DoesNotContain("warning", tested);
        Assert.Contains("ContractTests.Keeps(id: \"MUST-12\")", tested);
        Assert.Equal(
            ["Acme.Weather-Report.deps.json", "Acme.Weather-Report.dll", "Acme.Weather-Report.pdb", "Acme.Weather-Report.runtimeconfig.json"],
            plugin.Deployed);
    }

    [Fact]
    public async Task Serves_in_a_real_server_which_takes_up_what_is_built_then()
    {
        var beginning = Stopwatch.GetTimestamp();
        var plugin = await feed.CreateAsync("Weather", "handler");
        await plugin.RunAsync("build");
        await using var server = await ServerProcess.StartAsync(plugin.Sample, ["--set", $"plugins-dir={plugin.PluginsFolder}", .. AnyPort]);
        await using var client = new CcClient(server.Endpoint);
        var first = await Question.AskAsync(client);
        output.WriteLine($"from dotnet new to the first message: {Stopwatch.GetElapsedTime(beginning).TotalSeconds:0.0} s");

        plugin.Say("good morning");
        await plugin.RunAsync("build");
        var built = Stopwatch.GetTimestamp();
        await Question.UntilAsync(client, "good morning");
        output.WriteLine($"from the end of dotnet build to the first new answer: {Stopwatch.GetElapsedTime(built).TotalMilliseconds:0} ms");

        Assert.Equal("hello", first);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Can_be_installed_from_its_folder_too()
    {
        using var hive = new TemporaryFolder();

        var said = await feed.RunAsync(RepositoryFolder.Path, "new", "install", "./plugin-template", "--debug:custom-hive", hive.Path);

        Assert.Contains("cc-plugin", said);
    }

    [Fact]
    public async Task Dotnet_run_says_what_to_do_without_a_server()
    {
        var plugin = await feed.CreateAsync("Weather", "handler");
        var start = DotnetCommand.Start(plugin.Folder, feed.Environment, "run", "--project", "Weather");
        start.Environment["CC_SERVER"] = "/nowhere/ccserver";

        var (exitCode, said) = await DotnetCommand.TryAsync(start);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("There is no server '/nowhere/ccserver' to run the plugin in", said);
    }
}
